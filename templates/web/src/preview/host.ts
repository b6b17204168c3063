// Everything the preview shows stands in one shadow tree behind the page's body: styles of the page
// do not reach it, and what the page becomes does not either.
import { isShell } from './about';
import frame from './frame.css';
import page from './page.css';
import sheet from './preview.css';

export function host(): ShadowRoot {
  const e = document.createElement('plotline-preview');
  e.lang = 'en';
  const root = e.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [styled(sheet)];
  document.adoptedStyleSheets = [styled(isShell ? frame : page)];
  document.documentElement.appendChild(e);
  return root;
}

function styled(css: string): CSSStyleSheet {
  const s = new CSSStyleSheet();
  s.replaceSync(css);
  return s;
}

// make returns an element with properties and children; texts are text.
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, about: Record<string, string | boolean> = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) if (value !== false) e.setAttribute(name, value === true ? '' : value);
  e.append(...children);
  return e;
}

export function button(text: string, press: () => void, about: Record<string, string | boolean> = {}): HTMLButtonElement {
  const b = make('button', { type: 'button', ...about }, text);
  b.addEventListener('click', press);
  return b;
}

export function plural(n: number, word: string): string { return n + ' ' + word + (n === 1 ? '' : 's'); }
