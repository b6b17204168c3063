// The shell: a page of the server's around the site's own, at the width of another screen. Without
// scripts the page inside cannot keep up by itself; then this one does it.
import { about } from './about';
import { make } from './host';

const query = new URLSearchParams(location.search);

export const width = query.get('width') || '';
export const scripted = query.get('script') !== 'no';

export class Frame {
  readonly element: HTMLIFrameElement;

  // seen is called each time a page has been loaded.
  constructor(address: string, seen: (page: Document) => void) {
    const f = this.element = document.querySelector('iframe') || make('iframe', {});
    f.title = `The page at ${width} pixels${scripted ? '' : ', without scripts'}`;
    f.width = width;
    f.addEventListener('load', () => { if (this.page) seen(this.page); });
    if (!f.isConnected) {
      if (!scripted) f.setAttribute('sandbox', 'allow-same-origin');
      f.src = address;
      document.body.appendChild(make('main', {}, f));
    } else if (this.page?.readyState === 'complete') {
      seen(this.page);
    }
  }

  // page is missing when somebody else's page is shown.
  get page(): Document | null { return this.element.contentDocument; }

  // shown is the page's path in the site, when the reporter has gone to another.
  get shown(): string { return this.page?.querySelector<HTMLElement>('script[data-page]')?.dataset.page || about.page; }
}
