// What a page says before its body: scripts, style sheets, and the rest.
import { Unforeseen } from './unforeseen';

const ofCharts = (s: HTMLScriptElement) => /\/plotline\.\w+\.js$/.test(s.getAttribute('src') || '');

// scripts returns the script of charts when the page's first chart has come. A page that is to get,
// lose or change another, or its policy, must be loaded again.
export function scripts(page: Document, next: Document): HTMLScriptElement[] {
  const wanted = running(next), later = running(page).some(ofCharts) ? [] : wanted.filter(ofCharts);
  const had = [...running(page), ...later].filter(s => !ofCharts(s) || wanted.some(ofCharts)); // one too many does no harm
  if (had.map(say).sort().join('\n') !== wanted.map(say).sort().join('\n') || policy(page) !== policy(next)) throw new Unforeseen('other scripts');
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
