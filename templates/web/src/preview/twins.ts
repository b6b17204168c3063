// Idiomorph knows elements again by their ids alone; prose has none. A new paragraph would take the
// element of the one it stands before, and so would all that follow, with whatever was selected or
// focused in them.

const blocks = 'main :is(p, li, blockquote, pre, tr, h2, h3, h4, figcaption, .image)';
const prefix = 'plotline-twin-';

// twins gives elements that are the same in both pages an id in common, and returns what takes the
// ids away again.
export function twins(page: Document, next: Document): () => void {
  const waiting = new Map<string, Element[]>();
  const anonymous = (d: Document) => [...d.querySelectorAll(blocks)].filter(e => !e.id && !e.closest('.chart'));
  for (const e of anonymous(page)) {
    const all = waiting.get(e.outerHTML);
    if (all) all.push(e);
    else waiting.set(e.outerHTML, [e]);
  }
  const marked: Element[] = [];
  for (const e of anonymous(next)) {
    const twin = waiting.get(e.outerHTML)?.shift();
    if (twin) marked.push(twin);
    if (twin) e.id = twin.id = prefix + marked.length;
  }
  return () => marked.forEach(e => e.removeAttribute('id'));
}

const tags = new Set('P H1 H2 H3 H4 UL OL BLOCKQUOTE PRE TABLE DIV SECTION ARTICLE HEADER FOOTER NAV FIGURE HR'.split(' '));

// tighten takes away the white space between blocks, which shows nowhere: any would do for any
// other, and so the elements between them would have to move. Where a style sheet puts blocks in
// lines it stays.
export function tighten(page: Document, next: Document): void {
  const inline = new Set<string>();
  for (const d of [page, next]) {
    const idle = spaces(d.body);
    if (d === page) for (const t of idle) for (const e of sides(t)) if (getComputedStyle(e).display.startsWith('inline')) inline.add(e.tagName);
    for (const t of idle) if (!sides(t).some(e => inline.has(e.tagName))) t.remove();
  }
}

const sides = (t: Text) => [t.previousSibling, t.nextSibling] as Element[];

// spaces finds white space between blocks, outside charts.
function spaces(root: Element): Text[] {
  const filter = (n: Node) => ((n as Element).classList?.contains('chart') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, filter), found: Text[] = [];
  while (walk.nextNode()) {
    const t = walk.currentNode as Text;
    if (t.nodeType === Node.TEXT_NODE && !t.data.trim() && sides(t).every(e => e && tags.has(e.tagName))) found.push(t);
  }
  return found;
}
