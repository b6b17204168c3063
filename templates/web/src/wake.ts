// Waking a chart: nothing is loaded until a reader points at, focuses or taps it; then ECharts' core, the
// families of the chart's series, and live.ts, as classic scripts from beside this one.
import type { State } from './live';

declare const FAMILIES: Record<string, string[]>; // by name, those that come before it
declare const FAMILY_OF: Record<string, string>; // by type of series
declare const FAMILIES_HASH: string;

type Plot = HTMLElement;

const me = document.currentScript as HTMLScriptElement | null; // a page of others may load this file as a module
export const base = me ? me.src.replace(/[?#].*$/, '').replace(/[^/]*$/, '') : '';
const scripts: Record<string, Promise<void>> = {};

// parts are what the scripts of this site have defined: a page may have several sites' charts, and an
// ECharts of its own.
const parts = () => ((window as any).plotlineParts || {})[base && base + FAMILIES_HASH];

function script(name: string): Promise<void> {
  return scripts[name] || (scripts[name] = new Promise((done, failed) => {
    const s = document.createElement('script');
    const held = document.getElementById('plotline_' + name) as HTMLScriptElement | null;
    if (held && !base) { // a page that is one file has its scripts inside, asleep
      s.text = held.text;
      document.head.appendChild(s);
      return done();
    }
    s.src = `${base}ec-${name}.${FAMILIES_HASH}.js`;
    s.nonce = me!.nonce;
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

const optionOf = (plot: Plot) => plot.closest('figure')!.querySelector('.chart-option, .plotline-option');
const read = (plot: Plot): State => JSON.parse(optionOf(plot)!.textContent!);

export function load(option: any): Promise<unknown> {
  return script('core').then(() => Promise.all(families(option).map(family).concat(script('live'))));
}

export function show(plot: Plot, state: State): void { parts().live(plot, state); }

// wake makes a chart live. When a script cannot be had the drawing stays as it is, and the next
// gesture tries again. The state is read again when the scripts are there: the preview may have
// another by then.
export function wake(plot: Plot, prepare?: () => Promise<unknown>): Promise<void> | undefined {
  if (plot.dataset.live) return;
  plot.dataset.live = 'loading';
  return Promise.resolve()
    .then(prepare)
    .then(() => load(read(plot).option))
    .then(() => show(plot, read(plot)))
    .then(() => { plot.dataset.live = 'yes'; })
    .catch(() => { delete plot.dataset.live; });
}

// bind waits for gestures. Without prepare, a chart that has no option stays a drawing.
export function bind(plot: Plot, prepare?: () => Promise<unknown>): void {
  if (!prepare && !optionOf(plot)) return;
  plot.tabIndex = 0; // only a page with scripts has something to do here
  for (const gesture of ['pointerenter', 'pointerdown', 'focus']) plot.addEventListener(gesture, () => wake(plot, prepare));
}
