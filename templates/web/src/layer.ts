// What a live chart adds to its figure. In a page of others each addition is a shadow tree, whose
// root starts from nothing and outranks the page in what it says with !important: no rule of the page
// reaches in.
import rules from './layer.css';

// abroad says whether a plot is one of those that are pasted into pages of others.
export const abroad = (plot: Element): boolean => plot.classList.contains('plotline-plot');

let sheet: CSSStyleSheet | undefined;

export interface Layer { inside: HTMLElement; remove(): void }

export function layer(parent: Element, foreign: boolean): Layer {
  const inside = document.createElement('div');
  if (!foreign) {
    parent.appendChild(inside);
    return { inside, remove: () => inside.remove() };
  }
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
  }
  const host = document.createElement('div'), root = host.attachShadow({ mode: 'open' });
  host.className = 'plotline-layer';
  root.adoptedStyleSheets = [sheet];
  root.appendChild(inside);
  parent.appendChild(host);
  return { inside, remove: () => host.remove() };
}
