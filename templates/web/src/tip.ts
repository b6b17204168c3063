// The tooltip: our own element, made of text nodes only.
import { abroad, layer } from './layer';
import type { Live } from './live';

export type Pairs = [string, string][];

export class Tip {
  private box: HTMLElement;

  constructor(private plot: HTMLElement) {
    this.box = layer(plot, abroad(plot)).inside;
    this.box.className = 'chart-tip';
    this.box.hidden = true;
    plot.addEventListener('pointerleave', this.hide);
    plot.addEventListener('blur', this.hide);
    document.addEventListener('keydown', this.escape);
    document.addEventListener('pointerdown', this.elsewhere);
  }

  hide = () => { this.box.hidden = true; };
  private escape = (e: KeyboardEvent) => { if (e.key === 'Escape') this.hide(); };
  private elsewhere = (e: Event) => { if (!e.composedPath().includes(this.plot)) this.hide(); };

  // remove lets go of the document.
  remove() {
    document.removeEventListener('keydown', this.escape);
    document.removeEventListener('pointerdown', this.elsewhere);
  }

  // show prints label and value pairs at a point of the screen, inside the plot.
  show(pairs: Pairs, x: number, y: number) {
    this.box.textContent = '';
    for (const [label, value] of pairs) {
      const row = this.box.appendChild(document.createElement('div'));
      row.appendChild(document.createElement('bdi')).textContent = label; // one that turns its words about must not turn the number
      if (!value) continue;
      row.append(' ');
      row.appendChild(document.createElement('b')).textContent = value;
    }
    this.box.hidden = false;
    const plot = this.plot.getBoundingClientRect(), gap = 12;
    const w = this.box.offsetWidth, h = this.box.offsetHeight;
    let left = x - plot.left + gap, top = y - plot.top + gap;
    if (left + w > plot.width) left = Math.max(0, x - plot.left - w - gap);
    if (top + h > plot.height) top = Math.max(0, y - plot.top - h - gap);
    this.box.style.transform = `translate(${left}px,${top}px)`; // moved so, it counts as no layout shift
  }

  // follow listens to a live chart: marks answer for themselves, and a line for the place nearest
  // to the pointer.
  follow(live: Live) {
    const base = () => live.option.baseOption || live.option; // the preview changes it
    const axis = base().tooltip.trigger === 'axis' && base().xAxis;
    const zr = live.chart.getZr();
    const over = (p: any) => {
      const e = p.event && p.event.event;
      if (e && p.data && p.data.tip) this.show(p.data.tip, e.clientX, e.clientY);
    };
    const out = () => this.hide();
    const move = (e: any) => {
      const at = live.chart.convertFromPixel({ gridIndex: 0 }, [e.offsetX, e.offsetY]);
      const pairs = at ? nearest(base().series, at[0]) : [];
      if (pairs.length && e.event) this.show(pairs, e.event.clientX, e.event.clientY);
    };
    if (axis) {
      zr.on('mousemove', move);
      zr.on('click', move);
      zr.on('globalout', out);
    } else {
      live.chart.on('mouseover', over);
      live.chart.on('mousemove', over);
      live.chart.on('click', over);
      live.chart.on('mouseout', out);
    }
  }
}

// nearest gathers the values of all lines at the place closest to x: a number of the scale, or the
// number of a category.
function nearest(series: any[], x: number): Pairs {
  const place = (d: any, index: number): number => Array.isArray(d.value) ? d.value[0] : index;
  let best = Infinity;
  for (const s of series) s.data.forEach((d: any, i: number) => { if (d.tip && Math.abs(place(d, i) - x) < Math.abs(best - x)) best = place(d, i); });
  const pairs: Pairs = [];
  for (const s of series) {
    s.data.forEach((d: any, index: number) => {
      if (!d.tip || place(d, index) !== best) return;
      for (const [i, pair] of (d.tip as Pairs).entries()) if (i > 0 || pair[1] || !pairs.length) pairs.push(pair);
    });
  }
  return pairs;
}
