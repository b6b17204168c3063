// The twin of package text: widths of chart text from the same tables, to the same bit.
import tables from '../../../charts/text/dist/widths.json';

interface Encoded { u: number; w: string; k: string }

function decode(t: Encoded): (text: string) => number {
  const widths: number[] = [];
  const kerning = new Map<number, number>();
  for (const run of t.w.split(';')) {
    const parts = run.split(' ');
    let c = parseInt(parts[0], 36);
    for (const p of parts.slice(1)) {
      const [w, n] = p.split('*');
      for (let i = n ? parseInt(n, 36) : 1; i > 0; i--) widths[c++] = parseInt(w, 36);
    }
  }
  for (const line of t.k.split('\n')) {
    const i = line.indexOf(':');
    if (i < 0) continue;
    for (let j = i + 1; j + 1 < line.length; j += 2) kerning.set(line.charCodeAt(j) * 65536 + line.charCodeAt(j + 1), +line.slice(0, i));
  }
  const memo = new Map<string, number>();
  return text => {
    let sum = memo.get(text);
    if (sum !== undefined) return sum;
    sum = 0;
    for (let i = 0, prev = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      let w = widths[c];
      if (w === undefined) {
        w = c >= 0xdc00 && c < 0xe000 || c >= 0x300 && c < 0x370 || c === 0x200d || c >= 0xfe00 && c < 0xfe10 ? 0 : t.u;
      }
      sum += w + (kerning.get(prev * 65536 + c) || 0);
      prev = c;
    }
    if (memo.size > 5000) memo.clear();
    memo.set(text, sum);
    return sum;
  };
}

const regular = decode(tables.regular), bold = decode(tables.bold);
const fonts = new Map<string, { size: number; bold: boolean }>();

// measure returns the width of a text in px for a CSS font such as "bold 12px Arial".
export function measure(text: string, font?: string): number {
  const css = font || '12px sans-serif';
  let f = fonts.get(css);
  if (!f) {
    const size = /(\d*\.?\d+)px/.exec(css);
    f = { size: size ? +size[1] : 12, bold: /\b(bold|bolder|[6-9]00)\b/.test(css) };
    fonts.set(css, f);
  }
  const s = String(text == null ? '' : text);
  return f.bold ? bold(s) * f.size / tables.bold.u : regular(s) * f.size / tables.regular.u;
}
