// A figure that is fetched to stand in somebody's page: parsed, never run, and refused when it holds
// anything but what drawings, words and tables are made of.

const elements = new Set(('figure style p div a span b i em strong br details summary table thead tbody tr th td ' +
  'svg g path text tspan rect circle ellipse line polyline polygon title desc').split(' '));

// refuse returns the figure, or throws.
function refuse(figure: Element | null): HTMLElement {
  if (!figure || figure.querySelectorAll('style').length !== 1) throw new Error('no figure');
  for (const e of [figure, ...figure.querySelectorAll('*')]) {
    if (!elements.has(e.localName)) throw new Error('a <' + e.localName + '> in a figure');
    if (e.localName === 'style' && /url\(|@import|\\/i.test(e.textContent!)) throw new Error('a style that loads');
    for (const { localName, value } of [...e.attributes]) {
      const link = e.localName === 'a' && localName === 'href' && /^https?:/i.test(value);
      if (!link && /^(on|href|src|action|formaction|slot|is)/i.test(localName) || /url\(|\\/i.test(value) && localName !== 'aria-label' && !link) throw new Error(localName + ' in a figure');
    }
  }
  return figure as HTMLElement;
}

const get = (address: string) => fetch(address, { credentials: 'omit' }).then(r => {
  if (!r.ok) throw new Error(address + ' ' + r.status);
  return r.text();
}).then(html => new DOMParser().parseFromString(html, 'text/html'));

// figureAt fetches a chart's figure and its styles, which are no longer in it.
export function figureAt(folder: string): Promise<{ figure: HTMLElement; styles: string }> {
  return get(folder + 'fragment.html').then(page => {
    const figure = document.adoptNode(refuse(page.querySelector('body > .plotline-figure')));
    const style = figure.querySelector('style')!;
    style.remove();
    return { figure, styles: style.textContent! };
  });
}

// optionAt fetches what makes the figure live, as an element of data.
export function optionAt(folder: string): Promise<HTMLScriptElement> {
  return get(folder + 'fragment-live.html').then(page => {
    const data = document.createElement('script');
    data.type = 'application/json';
    data.className = 'plotline-option';
    data.textContent = page.querySelector('.plotline-option')!.textContent;
    return data;
  });
}
