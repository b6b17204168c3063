// A figure that is fetched to stand in somebody's page: parsed, never run, and refused when it holds
// anything but what drawings, words and tables are made of.

const elements = new Set(('figure p div a span b i em strong br details summary table thead tbody tr th td ' +
  'svg g path text tspan rect circle ellipse line polyline polygon title desc').split(' '));

// refuse returns the figure, or throws.
function refuse(figure: Element | null): HTMLElement {
  if (!figure) throw new Error('no figure');
  for (const e of [figure, ...figure.querySelectorAll('*')]) {
    if (!elements.has(e.localName)) throw new Error('a <' + e.localName + '> in a figure');
    for (const { localName, value } of [...e.attributes]) {
      const words = localName === 'aria-label' || e.localName === 'a' && localName === 'href' && /^https?:/i.test(value);
      if (!words && (/^(on|href|src|action|formaction|slot|is)/i.test(localName) || /url\(|\\/i.test(value))) throw new Error(localName + ' in a figure');
    }
  }
  return figure as HTMLElement;
}

const get = (address: string) => fetch(address, { credentials: 'omit' }).then(r => {
  if (!r.ok) throw new Error(address + ' ' + r.status);
  return r.text();
});

// figureAt fetches a chart's figure and its styles. They are taken out of the text: a page may refuse styles
// in elements, and would complain as soon as they are parsed. Those in attributes are answers to rules of
// pages, of which none reaches the figure here.
export function figureAt(folder: string): Promise<{ figure: HTMLElement; styles: string }> {
  return get(folder + 'fragment.html').then(html => {
    let styles = '';
    html = html.replace(/<style>([^]*?)<\/style>/, (_, css) => { styles = css; return ''; }).replace(/ style="[^"]*"/g, '');
    if (!styles || /url\(|@import|\\/i.test(styles)) throw new Error('styles that load');
    const page = new DOMParser().parseFromString(html, 'text/html');
    return { figure: document.adoptNode(refuse(page.querySelector('body > .plotline-figure'))), styles };
  });
}

// optionAt fetches what makes the figure live, as an element of data.
export function optionAt(folder: string): Promise<HTMLScriptElement> {
  return get(folder + 'fragment-live.html').then(html => {
    const data = document.createElement('script');
    data.type = 'application/json';
    data.className = 'plotline-option';
    data.textContent = /class="plotline-option">([^]*?)<\/script>/.exec(html)![1];
    return data;
  });
}
