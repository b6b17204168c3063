// A page takes the form of its newest bytes, in place.
import { Idiomorph } from 'idiomorph';
import { Charts } from './charts';
import { head, scripts, styles } from './head';
import { tighten, twins } from './twins';
import { Unforeseen } from './unforeseen';

// patch returns once everything that is to be seen has changed. With final unset the drawings of
// html may be those of older options.
export async function patch(page: Document, html: string, final: boolean): Promise<void> {
  const next = new DOMParser().parseFromString(html, 'text/html');
  if (!next.body.firstElementChild || next.documentElement.lang !== page.documentElement.lang) throw new Unforeseen('another kind of page');
  const later = scripts(page, next);
  const restyled = styles(page, next);
  if (restyled) await restyled;
  head(page, next);
  const charts = new Charts(page, final);
  tighten(page, next);
  const forget = twins(page, next);
  try {
    Idiomorph.morph(page.body, next.body, { callbacks: callbacks(charts) });
  } finally {
    forget();
  }
  await charts.settle(!!restyled);
  for (const s of later) page.head.appendChild(s); // after the body, where it looks for charts
}

function callbacks(charts: Charts) {
  return {
    beforeNodeMorphed(from: Node, to: Node): boolean {
      if (from.isEqualNode(to)) return false;
      if (from.nodeType === Node.TEXT_NODE) return retype(from as Text, to.nodeValue!);
      return !charts.take(from as Element, to as Element);
    },
    beforeNodeRemoved(n: Node): boolean {
      return !(n.nodeType === Node.ELEMENT_NODE && (n as Element).matches('.chart > [aria-live]')); // what a live chart says
    },
    beforeAttributeUpdated(name: string, e: Element): boolean {
      return !(name === 'open' && e.tagName === 'DETAILS'); // the reader's
    },
  };
}

// retype changes only the letters that differ, so that a selection of others stays.
function retype(from: Text, to: string): false {
  const old = from.data, most = Math.min(old.length, to.length);
  let start = 0, end = 0;
  while (start < most && old[start] === to[start]) start++;
  while (end < most - start && old[old.length - 1 - end] === to[to.length - 1 - end]) end++;
  from.replaceData(start, old.length - start - end, to.slice(start, to.length - end));
  return false;
}
