// Options hold no code: {"$f": name, "a": arguments} stands for one of the functions here, in the
// build engine and in the browser alike.
import { format } from './format';

interface Point { data?: { text?: string; tip?: [string, string][] } | unknown[]; seriesName?: string }

const datum = (p: Point) => (p.data && !Array.isArray(p.data) ? p.data : {});

// tooltip is set by the page; the build engine shows none.
export const hooks: { tip: (points: Point[]) => unknown } = { tip: () => '' };

const functions: Record<string, (...a: any[]) => (p: any) => unknown> = {
  tick: (code: string, language: string) => (v: number) => format(code, language, v),
  names: (table: [number, string][]) => {
    const m = new Map(table);
    return (v: number) => m.get(+v) || '';
  },
  wrapped: (table: [string, string][]) => {
    const m = new Map(table);
    return (name: string) => { const w = m.get(name); return w == null ? name : w; };
  },
  words: (text: string) => () => text, // a string would be a template, and {a} in it be filled
  text: () => (p: Point) => { const t = datum(p).text; return t == null ? '' : t; },
  seriesText: () => (p: Point) => p.seriesName || '',
  tip: () => (p: Point | Point[]) => hooks.tip(Array.isArray(p) ? p : [p]),
};

// resolve returns a copy of an option with its functions put in. An unknown name throws.
export function resolve(o: any): any {
  if (!o || typeof o !== 'object') return o;
  if (Array.isArray(o)) return o.map(resolve);
  if (typeof o.$f === 'string') {
    if (!Object.prototype.hasOwnProperty.call(functions, o.$f)) throw new Error('unknown function ' + o.$f);
    return functions[o.$f](...(o.a || []));
  }
  const copy: any = {};
  for (const k of Object.keys(o)) if (k !== '__proto__') copy[k] = resolve(o[k]);
  return copy;
}
