// The build engine: ECharts' own SVG of an option, as a string of the same bytes every time.
import * as core from 'echarts/core';
import 'families';
import { registerSSRDataGetter } from 'zrender/lib/zrender.js';
import { measure } from './measure';
import { resolve } from './resolve';

core.setPlatformAPI({ measureText: (text, font) => ({ width: measure(text, font) }) as TextMetrics });

interface Job { id: string; option: unknown; sizes: [number, number][] }

// draw returns the drawings of a job, one a size. A fresh chart for each: what was drawn before
// must not show.
function draw(json: string): string {
  const job: Job = JSON.parse(json);
  return JSON.stringify(job.sizes.map(([width, height], i) => {
    const chart = core.init(null, null, { renderer: 'svg', ssr: true, width, height });
    try {
      registerSSRDataGetter(() => undefined as any); // no ecmeta attributes; init registers its own again
      const painter = (chart.getZr() as any).painter;
      painter._id = job.id + (i ? 'b' : 'n');
      const option = resolve(job.option);
      (option.baseOption || option).animation = false;
      chart.setOption(option);
      return painter.renderToString({ cssAnimation: false, cssEmphasis: false, useViewBox: true });
    } finally {
      chart.dispose();
    }
  }));
}

(globalThis as any).plotlineDraw = draw;
(globalThis as any).plotlineMeasure = measure;
