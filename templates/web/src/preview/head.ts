// What a page says before its body: scripts, style sheets, and the rest.
import { Unforeseen } from './unforeseen';

// scripts returns the scripts that the new page has besides the old one's, to be added. A page that
// is to lose or change one, or its policy, must be loaded again.
export function scripts(page: Document, next: Document): HTMLScriptElement[] {
  const had = running(page), wanted = running(next);
  const same = had.every((s, i) => wanted[i] && say(s) === say(wanted[i]));
  const later = wanted.slice(had.length);
  if (!same || policy(page) !== policy(next) || later.some(s => !s.src)) throw new Unforeseen('other scripts');
  return later.map(s => {
    const copy = page.createElement('script'); // one that was parsed never runs
    copy.src = s.getAttribute('src')!;
    return copy;
  });
}

// running leaves out data, the preview's own script, and those that the page's script loads.
function running(d: Document): HTMLScriptElement[] {
  return [...d.scripts].filter(s => (!s.type || /javascript|module/.test(s.type)) && !s.dataset.build && !/\/ec-\w+\.\w+\.js$/.test(s.src));
}

const say = (s: HTMLScriptElement) => `${s.getAttribute('src')} ${s.type} ${s.text}`;

function policy(d: Document): string {
  return [...d.querySelectorAll<HTMLMetaElement>('meta[http-equiv]')].map(m => m.httpEquiv + m.content).join();
}

// styles brings the new page's style sheets, and takes the old ones away when those are there: a
// page is never seen without. It returns nothing when they are the same.
export function styles(page: Document, next: Document): Promise<unknown> | undefined {
  const sheets = (d: Document) => [...d.head.querySelectorAll<HTMLElement>('link[rel=stylesheet], style')];
  const say = (e: HTMLElement) => e.getAttribute('href') + e.textContent!;
  const old = sheets(page), wanted = sheets(next);
  if (old.map(say).join('\n') === wanted.map(say).join('\n')) return;
  const loaded = wanted.map(w => new Promise<unknown>((done, failed) => {
    const e = page.importNode(w, true);
    e.onload = done;
    e.onerror = () => failed(new Unforeseen('no style sheet'));
    page.head.appendChild(e);
    if (e.tagName === 'STYLE') done(e);
  }));
  return Promise.all(loaded).then(() => old.forEach(o => o.remove()));
}

// head brings title, description and whatever else does nothing by itself.
export function head(page: Document, next: Document): void {
  const quiet = 'title, meta:not([http-equiv]), link:not([rel=stylesheet])';
  const old = [...page.head.querySelectorAll(quiet)], wanted = [...next.head.querySelectorAll(quiet)];
  if (old.length === wanted.length && old.every((e, i) => e.isEqualNode(wanted[i]))) return;
  old.forEach((e, i) => { if (!wanted[i]?.isEqualNode(e)) e.remove(); });
  wanted.forEach((e, i) => { if (!old[i]?.isEqualNode(e)) page.head.appendChild(page.importNode(e, true)); });
}
