// The stream of states from the server.
import { about, State } from './about';

const patience = 300; // ms before the next try, as the server asks for

export interface Listener {
  state(s: State, arrived: number): void;
  connection(open: boolean): void;
}

// follow listens for as long as the page is open. The build is told at each new try, so that a page
// that has kept up is not reloaded.
export function follow(listener: Listener): void {
  let source: EventSource | undefined;
  let build = about.build;
  let gone: boolean | undefined;

  const lost = async () => {
    const refused = source!.readyState === EventSource.CLOSED;
    source!.close();
    source = undefined;
    listener.connection(false);
    if (refused && await replaced()) return reload();
    setTimeout(connect, refused ? 10 * patience : patience);
  };

  const take = (e: MessageEvent) => {
    const arrived = performance.now();
    const s: State = JSON.parse(e.data);
    const fresh = s.build !== build;
    build = s.build;
    if (s.reload) return reload();
    if (!s.errors?.length) {
      if (gone !== undefined && gone !== s.gone) return reload(); // it left, or it is back
      gone = s.gone;
    }
    if (fresh && lostPage()) back();
    listener.state(s, arrived);
  };

  const connect = () => {
    if (source || document.hidden && asked) return;
    const q = new URLSearchParams({ page: about.page, build, token: about.token });
    source = new EventSource(`${about.base}.plotline/events?${q}`);
    source.onopen = () => listener.connection(true);
    source.onerror = lost;
    source.addEventListener('state', take);
    source.addEventListener('reload', reload);
    room.postMessage('listening');
  };

  const leave = () => { source?.close(); source = undefined; };

  // A browser opens six connections to a server, for all its tabs: one that is not seen lets its
  // own go when another tab needs one.
  let asked = false;
  const room = new BroadcastChannel('plotline' + about.base);
  room.onmessage = () => {
    asked = document.hidden;
    if (asked) leave();
  };
  document.addEventListener('visibilitychange', connect);
  addEventListener('pagehide', leave);
  addEventListener('pageshow', e => { if (e.persisted) connect(); });
  connect();
}

function reload(): void { location.reload(); }

// replaced reports whether another server has taken the place of the one that made this page.
async function replaced(): Promise<boolean> {
  try {
    const page = await (await fetch(location.href, { cache: 'no-store' })).text();
    return page.includes('data-token="') && !page.includes(`data-token="${about.token}"`);
  } catch {
    return false;
  }
}

// lostPage reports whether this is the page for lost readers, at the address of another.
function lostPage(): boolean { return about.page === '404.html' && location.pathname !== about.base + about.page; }

async function back(): Promise<void> {
  const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
  if (answer.ok) reload();
}
