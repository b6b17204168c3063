// Problems over the last good page, in the words of the terminal. They are text, whatever they hold.
import type { Message } from './about';
import { button, make } from './host';

export class Overlay {
  private box = make('section', { class: 'overlay', 'aria-label': 'Problems', hidden: true });

  constructor(root: ShadowRoot) {
    root.appendChild(this.box);
    this.listen(document);
  }

  // listen hides the overlay when Esc is pressed in a document.
  listen(page: Document) {
    page.addEventListener('keydown', e => { if (e.key === 'Escape') this.hide(); });
  }

  get open() { return !this.box.hidden; }

  hide() { this.box.hidden = true; }

  show(title: string, list: Message[]) {
    const head = make('div', { class: 'overlay-head' }, make('div', { role: 'alert' }, make('h2', {}, title)), button('Hide (Esc)', () => this.hide()));
    const messages = make('div', { class: 'messages', role: 'group', 'aria-label': title, tabindex: '0' }, ...list.map(problem));
    this.box.replaceChildren(head, messages);
    this.box.hidden = false;
  }
}

// problem prints a message as it came, the place in it larger.
function problem(m: Message): HTMLElement {
  const pre = make('pre', { dir: 'ltr' });
  const place = m.path && [m.path, m.line, m.column].filter(Boolean).join(':');
  const at = place ? m.text.indexOf(place) : -1;
  if (at < 0) pre.append(place ? make('b', {}, place) : '', place ? '\n' : '', m.text);
  else pre.append(make('span', { class: 'who' }, m.text.slice(0, at)), make('b', {}, place), m.text.slice(at + place.length));
  return pre;
}
