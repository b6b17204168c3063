// Reading a live chart by keyboard: arrow keys walk its values and say each.
import { abroad, layer } from './layer';
import type { Live } from './live';
import type { Pairs } from './tip';

interface Stop { series: number; index: number; value: any; tip: Pairs }

function stops(live: Live): Stop[] {
  const out: Stop[] = [];
  const base = live.option.baseOption || live.option;
  base.series.forEach((s: any, series: number) => s.data.forEach((d: any, index: number) => {
    if (d && d.tip) out.push({ series, index, value: d.value, tip: d.tip });
  }));
  return out;
}

// place is where a value stands on the screen.
function place(live: Live, s: Stop): [number, number] {
  const box = live.host.getBoundingClientRect(), scale = box.width / live.width;
  const base = live.option.baseOption || live.option;
  const upright = base.yAxis && base.yAxis[0] && base.yAxis[0].type === 'category';
  const at = Array.isArray(s.value) ? s.value : upright ? [s.value, s.index] : [s.index, s.value];
  const p = base.xAxis ? live.chart.convertToPixel({ seriesIndex: s.series }, at) : null;
  return p ? [box.left + p[0] * scale, box.top + p[1] * scale] : [box.left + box.width / 2, box.top + box.height / 2];
}

export function walk(plot: HTMLElement, words: { live: string; help: string }, live: () => Live) {
  const said = abroad(plot) ? layer(plot, true).inside : document.createElement('p');
  said.className = 'visually-hidden';
  said.setAttribute('aria-live', 'polite');
  if (!abroad(plot)) plot.after(said);
  plot.setAttribute('role', 'group');
  plot.setAttribute('aria-roledescription', words.live);
  said.textContent = (plot.getRootNode() as Document | ShadowRoot).activeElement === plot ? words.help : '';
  let at = -1;
  plot.addEventListener('keydown', e => {
    const all = stops(live()), last = all.length - 1;
    const step: Record<string, number> = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last };
    if (!(e.key in step) || last < 0) return;
    e.preventDefault();
    at = Math.min(last, Math.max(0, step[e.key]));
    const s = all[at];
    live().tip.show(s.tip, ...place(live(), s));
    said.textContent = s.tip.map(pair => pair.filter(Boolean).join(' ')).join(', ');
  });
}
