// A live chart in the place of its drawing: the same ECharts, at the drawing's own size inside a
// viewBox, so that not a pixel moves.
import { abroad, layer, type Layer } from './layer';
import { measure } from './measure';
import { resolve } from './resolve';
import { Tip } from './tip';
import { walk } from './keys';

export interface State {
  kind: string;
  option: any;
  roles: Record<string, string>; // light literals of the option, by custom property
  sizes: [number, number][];
  break: number;
  words: { live: string; help: string };
}

export interface Live { chart: any; host: HTMLElement; layer: Layer; drawing: HTMLElement; wide: boolean; width: number; option: any; tip: Tip }

// Hook is what a live plot offers the preview as its property plotline.
export interface Hook {
  update(state: State): void; // moves the chart to another state
  remove(): void; // the plot has left the page
}

declare const plotlineParts: any; // what the scripts beside this one have defined

const echarts = plotlineParts.echarts;

// What figures call their drawings: in pages of the site, and in loose.css.
const home = { narrow: '.drawing-narrow', broad: '.drawing-broad', awake: 'is-live' };
const away = { narrow: '.plotline-narrow', broad: '.plotline-broad', awake: 'plotline-awake' };
const names = (plot: Element) => abroad(plot) ? away : home;

// recolour puts the theme's values in the place of the literals, where colours stand: a name that
// reads like one stays.
function recolour(o: any, colours: Record<string, string>, here = false): any {
  if (typeof o === 'string') return here && Object.prototype.hasOwnProperty.call(colours, o) ? colours[o] : o;
  if (!o || typeof o !== 'object') return o;
  if (Array.isArray(o)) return o.map(x => recolour(x, colours, here));
  const copy: any = {};
  for (const k of Object.keys(o)) copy[k] = recolour(o[k], colours, /color\d?$|^fill$|^stroke$/i.test(k));
  return copy;
}

// themed is the option in the colours of the page, or in light ones in pages of others: they have no
// theme of ours, but may have variables of the same names.
function themed(plot: HTMLElement, state: State): any {
  const style = getComputedStyle(plot), colours: Record<string, string> = {};
  if (!abroad(plot)) for (const role of Object.keys(state.roles)) colours[state.roles[role]] = style.getPropertyValue('--' + role).trim() || state.roles[role];
  const option = resolve(recolour(state.option, colours));
  const base = option.baseOption || option;
  base.animation = false;
  base.tooltip = { show: false, trigger: base.tooltip && base.tooltip.trigger }; // ours is made of text nodes and obeys the strictest policy
  return option;
}

function mount(plot: HTMLElement, state: State, wide: boolean, tip: Tip): Live {
  const [width, height] = state.sizes[wide ? 1 : 0];
  const drawing = plot.querySelector<HTMLElement>(wide ? names(plot).broad : names(plot).narrow)!;
  const place = layer(drawing, abroad(plot)), host = place.inside;
  host.className = 'chart-live';
  host.style.visibility = 'hidden';
  const chart = echarts.init(host, null, { renderer: 'svg', width, height });
  const painter = chart.getZr().painter, render = painter.renderToVNode;
  painter.renderToVNode = function (o: any) { return render.call(this, { ...o, compress: true }); }; // one decimal, as drawings have
  const option = themed(plot, state);
  chart.setOption(option);
  chart.getZr().flush();
  const svg: SVGElement = painter.getSvgDom();
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  for (const el of [svg, svg.parentElement as HTMLElement]) {
    el.style.position = 'static';
    el.style.width = '100%';
    el.style.height = 'auto';
  }
  svg.style.display = 'block';
  svg.style.overflow = svg.parentElement!.style.overflow = 'visible'; // as the drawing's
  drawing.classList.add(names(plot).awake);
  host.style.visibility = '';
  return { chart, host, layer: place, drawing, wide, width, option, tip };
}

// shape is what a chart cannot change while it stands: the size of its paper, and whom its tip
// listens to.
function shape(state: State): string {
  const base = state.option.baseOption || state.option;
  return JSON.stringify([state.kind, state.sizes, state.break, base.tooltip]);
}

plotlineParts.live = (plot: HTMLElement & { plotline?: Hook }, state: State) => {
  const figure = plot.closest('figure') as HTMLElement;
  echarts.setPlatformAPI({ measureText: (text: string, font: string) => ({ width: measure(text, font) }) });
  const tip = new Tip(plot);
  const wide = () => getComputedStyle(plot.querySelector(names(plot).broad)!).display !== 'none'; // the style sheet has the say
  let live = mount(plot, state, wide(), tip);
  tip.follow(live);
  const remount = () => {
    live.chart.dispose();
    live.drawing.classList.remove(names(plot).awake);
    live.layer.remove();
    tip.hide();
    live = mount(plot, state, wide(), tip);
    tip.follow(live);
  };
  walk(plot, state.words, () => live);
  const sight = new ResizeObserver(() => {
    tip.hide();
    if (wide() !== live.wide) remount();
  });
  sight.observe(figure);
  const show = (moving: boolean) => {
    live.option = themed(plot, state);
    if (moving) Object.assign(live.option.baseOption || live.option, { animation: true, animationDuration: 300, animationDurationUpdate: 300 });
    live.chart.setOption(live.option, { notMerge: true });
    live.chart.getZr().flush();
  };
  const retheme = () => show(false);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', retheme);
  const theme = new MutationObserver(retheme);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  plot.plotline = {
    update(next) {
      const same = shape(next) === shape(state);
      state = next;
      tip.hide();
      if (same) show(!matchMedia('(prefers-reduced-motion: reduce)').matches);
      else remount();
    },
    remove() {
      sight.disconnect();
      theme.disconnect();
      dark.removeEventListener('change', retheme);
      tip.remove();
      live.chart.dispose();
    },
  };
};
