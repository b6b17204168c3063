// The script of every page with charts. It loads nothing until a reader points at, focuses or taps
// a chart; then ECharts' core, the families of the chart's series, and live.ts, as classic scripts.

declare const FAMILIES: Record<string, string[]>; // by name, those that come before it
declare const FAMILY_OF: Record<string, string>; // by type of series
declare const FAMILIES_HASH: string;

const base = (document.currentScript as HTMLScriptElement).src.replace(/[^/]*$/, '');
const scripts: Record<string, Promise<void>> = {};

function script(name: string): Promise<void> {
  return scripts[name] || (scripts[name] = new Promise((done, failed) => {
    const s = document.createElement('script');
    const held = document.getElementById('plotline_' + name) as HTMLScriptElement | null;
    if (held) { // a page that is one file has its scripts inside, asleep
      s.text = held.text;
      document.head.appendChild(s);
      return done();
    }
    s.src = `${base}ec-${name}.${FAMILIES_HASH}.js`;
    s.onload = () => done();
    s.onerror = () => { delete scripts[name]; failed(new Error(s.src)); };
    document.head.appendChild(s);
  }));
}

function family(name: string): Promise<void> {
  return Promise.all((FAMILIES[name] || []).map(family)).then(() => script(name));
}

function families(option: any): string[] {
  return (option.baseOption || option).series.map((s: { type: string }) => FAMILY_OF[s.type] || 'rest');
}

function read(plot: HTMLElement): any {
  return JSON.parse(plot.closest('figure')!.querySelector('.chart-option')!.textContent!);
}

function load(option: any): Promise<unknown> {
  return script('core').then(() => Promise.all(families(option).map(family).concat(script('live'))));
}

// wake makes a chart live. When a script cannot be had the drawing stays as it is, and the next
// gesture tries again. The state is read again when the scripts are there: the preview may have
// another by then.
function wake(plot: HTMLElement): Promise<void> | undefined {
  if (plot.dataset.live) return;
  plot.dataset.live = 'loading';
  return Promise.resolve(plot)
    .then(p => load(read(p).option))
    .then(() => (window as any).plotlineLive(plot, read(plot)))
    .then(() => { plot.dataset.live = 'yes'; })
    .catch(() => { delete plot.dataset.live; });
}

function bind(plot: HTMLElement): void {
  if (!plot.closest('figure')!.querySelector('.chart-option')) return;
  plot.tabIndex = 0; // only a page with scripts has something to do here
  for (const gesture of ['pointerenter', 'pointerdown', 'focus']) plot.addEventListener(gesture, () => wake(plot));
}

document.querySelectorAll<HTMLElement>('.chart-plot').forEach(bind);
(window as any).plotline = { load, wake, bind }; // for the preview
