// The script that pages of others load, embed.js. It lets frames take the height of their charts, makes
// <plotline-chart> an element, and wakes figures that were pasted. A page may load it often, and those of
// several sites: each looks after the charts of its own.
import { adopt } from './element';
import { listen } from './host';
import { base, bind, wake } from './wake';

interface Site { root: string; look(): void; take(el: HTMLElement): boolean }
interface Page { sites: Site[]; waiting: Set<HTMLElement> } // elements whose site's script is still to come

const root = base.replace(/[^/]*\/$/, '');
const key = Symbol.for('plotline'); // no id or name of the page's is in the way
const page: Page = (window as any)[key] || ((window as any)[key] = { sites: [], waiting: new Set() });

// own says whether a pasted figure is one of this site: its own script element says so, where the page
// has left it in.
function own(figure: Element): boolean {
  const script = figure.querySelector<HTMLScriptElement>('script[src]');
  return !!figure.querySelector('.plotline-option') && (!script || script.src.startsWith(base));
}

const bound = new WeakSet<Element>();

function take(figure: Element): HTMLElement | undefined {
  const plot = figure.querySelector<HTMLElement>('.plotline-plot');
  if (!plot || bound.has(plot) || !own(figure)) return;
  bound.add(plot);
  bind(plot);
  return plot;
}

function look(): void { document.querySelectorAll('.plotline-figure').forEach(take); }

function begin(): void {
  const site = { root, look, take: (el: HTMLElement) => adopt(el, root) };
  page.sites.push(site);
  page.waiting.forEach(el => { if (site.take(el)) page.waiting.delete(el); });
  look();
  document.addEventListener('DOMContentLoaded', look);
  document.addEventListener('pointerover', e => { // one that came later
    const figure = e.target instanceof Element && e.target.closest('.plotline-figure'), plot = figure && take(figure);
    if (plot) wake(plot);
  });
  listen();
  if (customElements.get('plotline-chart')) return;
  customElements.define('plotline-chart', class extends HTMLElement {
    static observedAttributes = ['src'];
    connectedCallback() { if (!page.sites.some(s => s.take(this))) page.waiting.add(this); }
    attributeChangedCallback() { if (this.isConnected) this.connectedCallback(); }
  });
}

const known = page.sites.find(s => s.root === root);
if (known) known.look();
else begin();
