// <plotline-chart src="https://example.org/story/charts/id/">: a chart in a shadow tree of the page. What
// stands inside the element, a picture with a link, is seen until the chart is there and where it cannot be had.
import { figureAt, optionAt } from './figure';
import { bind } from './wake';

const began = new WeakSet<Element>();

function show(el: HTMLElement, folder: string): Promise<void> {
  return figureAt(folder).then(({ figure, styles }) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles + '@layer plotline{.plotline-figure{margin:0 auto}}');
    const root = el.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    root.appendChild(figure);
    el.style.minHeight = el.style.height; // the room that was kept for it; its table may take more
    el.style.height = 'auto';
    const plot = figure.querySelector<HTMLElement>('.plotline-plot');
    if (plot) bind(plot, () => figure.querySelector('.plotline-option') ? Promise.resolve() : optionAt(folder).then(o => { figure.appendChild(o); }));
  });
}

// adopt takes an element whose chart is below the site's root, and begins when it comes near the window.
export function adopt(el: HTMLElement, root: string): boolean {
  const folder = new URL(el.getAttribute('src') || '', document.baseURI).href.replace(/[?#].*$/, '').replace(/(index\.html|\/)?$/, '/').replace(/\/+$/, '/');
  if (!folder.startsWith(root)) return false;
  if (began.has(el)) return true;
  began.add(el);
  new IntersectionObserver((seen, watch) => {
    if (!seen.some(s => s.isIntersecting)) return;
    watch.disconnect();
    show(el, folder).catch(why => console.warn('plotline-chart shows its picture:', why.message)); // said to whoever builds the page
  }, { rootMargin: '800px' }).observe(el);
  return true;
}
