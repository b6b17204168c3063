// The charts of a page that takes another form. A drawing is replaced, a live chart moves to its
// new option. Where the drawing of a new option is still to come, the chart is woken, so that what
// is seen is true at once.
import type { Hook, State } from '../live';
import { Unforeseen } from './unforeseen';

type Plot = HTMLElement & { plotline?: Hook };

// Runtime is what the script of pages offers.
interface Runtime { load(option: unknown): Promise<unknown>; wake(plot: Plot): Promise<void> | undefined; bind(plot: Plot): void; show(plot: Plot, state: State): void }

const optionOf = (plot: Element) => plot.closest('.chart')?.querySelector('.chart-option')?.textContent || '';
const plotsOf = (page: Document) => [...page.querySelectorAll<Plot>('.chart-plot')];
const runtime = (page: Document) => (page.defaultView as any)?.plotline as Runtime | undefined;

export class Charts {
  private before: Map<Plot, string>; // options, as JSON

  constructor(private page: Document, private final: boolean) {
    this.before = new Map(plotsOf(page).map(p => [p, optionOf(p)]));
  }

  // take reports whether from is a plot, which it then brings to the form of to: the drawings at
  // once, what is live when the option stands in its place.
  take(from: Element, to: Element): boolean {
    if (!from.classList.contains('chart-plot')) return false;
    const label = to.getAttribute('aria-labelledby');
    if (label && label !== from.getAttribute('aria-labelledby')) from.setAttribute('aria-labelledby', label);
    const old = drawings(from), wanted = drawings(to);
    if (old.length !== wanted.length) throw new Unforeseen('another kind of plot');
    old.forEach((o, i) => {
      const svg = o.querySelector(':scope > svg'), better = wanted[i].querySelector(':scope > svg');
      if (!svg || !better) throw new Unforeseen('a plot without a drawing');
      if (!svg.isEqualNode(better)) svg.replaceWith(this.page.importNode(better, true));
    });
    return true;
  }

  // settle brings what is live to the options that now stand in the page.
  async settle(restyled: boolean): Promise<void> {
    const own = runtime(this.page);
    for (const plot of this.before.keys()) if (!plot.isConnected) forget(plot);
    if (!own) return;
    if (this.final) stale.clear();
    const moves: Promise<unknown>[] = [];
    for (const plot of plotsOf(this.page)) {
      const option = optionOf(plot), known = this.before.get(plot);
      if (known === undefined) own.bind(plot);
      if (!option) continue;
      if (!plot.plotline && known !== option && !this.final) stale.add(plot);
      if (!plot.plotline || known === option && this.final && !restyled) continue;
      const state: State = JSON.parse(option);
      if (known !== option || restyled) moves.push(own.load(state.option).then(() => plot.plotline!.update(state)));
      fit(plot, state);
    }
    await Promise.all([...moves, ...wakeSeen(own)]);
  }
}

const drawings = (plot: Element) => [...plot.querySelectorAll<HTMLElement>(':scope > .drawing')];

// fit gives the drawings under a live chart its size: they make its box, and may be those of an
// older option.
function fit(plot: Plot, state: State): void {
  drawings(plot).forEach((d, i) => {
    const box = `0 0 ${state.sizes[i][0]} ${state.sizes[i][1]}`;
    const svg = d.querySelector(':scope > svg')!;
    if (svg.getAttribute('viewBox') !== box) svg.setAttribute('viewBox', box);
  });
}

function forget(plot: Plot): void {
  stale.delete(plot);
  plot.plotline?.remove();
}

const stale = new Set<Plot>(); // show a drawing of an older option
const idle: (f: () => void) => void = window.requestIdleCallback || setTimeout;

// wakeSeen wakes the stale plots that are seen or nearly seen now, and the rest when there is time.
function wakeSeen(own: Runtime): Promise<unknown>[] {
  const near = [...stale].filter(p => {
    const { top, bottom } = p.getBoundingClientRect();
    return bottom > -innerHeight && top < 2 * innerHeight;
  });
  const wakes = near.map(p => wake(p, own));
  if (stale.size) idle(() => stale.forEach(p => wake(p, own)));
  return wakes;
}

async function wake(plot: Plot, own: Runtime): Promise<void> {
  stale.delete(plot);
  const state: State = JSON.parse(optionOf(plot));
  await own.load(state.option);
  fit(plot, state);
  await own.wake(plot);
}

// warm loads what the charts of a page need to move, when there is time, and has it draw one that
// nobody sees: what runs for the first time takes twice as long.
export function warm(page: Document): void {
  idle(async () => {
    const own = runtime(page), plots = plotsOf(page).filter(optionOf);
    if (!own || !plots.length) return;
    await Promise.all(plots.map(p => own.load(JSON.parse(optionOf(p)).option))).catch(() => undefined);
    idle(() => {
      const plot = plots[0].closest('.chart')!.cloneNode(true) as HTMLElement, copy = plot.querySelector<Plot>('.chart-plot')!;
      copy.querySelectorAll('.chart-live').forEach(e => e.remove());
      try {
        own.show(copy, JSON.parse(optionOf(copy)));
        copy.plotline?.remove();
      } catch { /* the chart itself says so when it is woken */ }
    });
  });
}
