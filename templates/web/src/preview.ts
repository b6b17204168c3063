// The script of the preview's pages; the published site never carries it. It listens to the server
// and keeps the page as the reporter's files are, without a reload where one can be avoided.
import { about, addressOf, framed, isShell, Message, shellOf, State } from './preview/about';
import { warm } from './preview/charts';
import { Frame, scripted, width } from './preview/frame';
import { host, plural } from './preview/host';
import { Overlay } from './preview/overlay';
import { patch } from './preview/patch';
import { follow } from './preview/stream';
import { wear } from './preview/theme';
import { Toolbar } from './preview/toolbar';

const changed = 'plotline-page'; // the event that a page in the shell has changed

wear(document);
if (framed()) follow({ state: keepUp(document, () => parent.dispatchEvent(new Event(changed))), connection: () => undefined });
else converse();
addEventListener('load', () => warm(document));

// converse shows what the server says, and keeps up: this page itself, or the one in the shell that
// has no scripts.
function converse(): void {
  const root = host(), overlay = new Overlay(root);
  let last: State | undefined, open: 'errors' | 'warnings' = 'errors';
  const see = (page: Document) => {
    const { shown } = frame!;
    if (shown !== about.page && shown !== '404.html') return location.replace(shellOf(shown, width, scripted)); // the reporter followed a link
    wear(page);
    overlay.listen(page);
    again();
  };
  const frame = isShell ? new Frame(addressOf(about.page), see) : undefined;
  const toolbar = about.plain ? undefined : new Toolbar(root, {
    page: () => (frame ? frame.page : document),
    path: () => (frame ? frame.shown : about.page),
    jump: id => { (frame ? frame.element.contentWindow! : window).location.hash = id; },
  }, kind => (overlay.open && open === kind ? overlay.hide() : show(kind)));
  root.host.classList.toggle('plain', !toolbar);

  const again = () => toolbar?.refresh();
  const show = (kind: 'errors' | 'warnings') => {
    const list: Message[] = last?.[kind] || [];
    open = kind;
    const note = kind === 'errors' ? '; the page is as it was before' : '';
    overlay.show(plural(list.length, kind.slice(0, -1)) + note, list);
  };
  const keep = frame && scripted ? undefined : keepUp(frame ? () => frame.page : document, again);
  addEventListener(changed, again);
  follow({
    connection: open => toolbar?.connected(open),
    state(s, arrived) {
      last = s;
      toolbar?.tell(s.changes || [], s.errors?.length || 0, s.warnings?.length || 0);
      if (s.errors?.length) show('errors');
      else if (overlay.open && open === 'warnings' && s.warnings?.length) show('warnings');
      else overlay.hide();
      keep?.(s, arrived);
    },
  });
}

// keepUp returns what brings a page to its newest bytes, one change after the other; those that came
// meanwhile are skipped but for the last.
function keepUp(page: Document | (() => Document | null), done: () => void): (s: State, arrived: number) => void {
  let next: { s: State; arrived: number } | undefined, busy = false;
  const work = async () => {
    busy = true;
    try {
      for (let job = next; job; job = next) {
        next = undefined;
        const d = typeof page === 'function' ? page() : page;
        if (!d) continue;
        await patch(d, job.s.html, job.s.final);
        performance.measure('plotline-patch', { start: job.arrived });
        done();
      }
    } catch (e) {
      console.info(`preview: ${e instanceof Error ? e.message : e}; the page is loaded again`);
      location.reload();
      return;
    }
    busy = false;
  };
  return (s, arrived) => {
    if (!s.html) return;
    next = { s, arrived };
    if (!busy) work();
  };
}
