// Idiomorph knows elements again by their ids alone; prose has none. A new paragraph would take the
// element of the one it stands before, and so would all that follow, with whatever was selected or
// focused in them.

const blocks = 'main :is(p, li, blockquote, pre, tr, h2, h3, h4, figcaption, .image)';
const prefix = 'plotline-twin-';

// twins gives elements that are the same in both pages an id in common, and returns what takes the
// ids away again.
export function twins(page: Document, next: Document): () => void {
  const waiting = new Map<string, Element[]>();
  for (const e of page.querySelectorAll(blocks)) {
    if (e.id) continue;
    const all = waiting.get(e.outerHTML);
    if (all) all.push(e);
    else waiting.set(e.outerHTML, [e]);
  }
  const marked: Element[] = [];
  for (const e of next.querySelectorAll(blocks)) {
    const twin = !e.id && waiting.get(e.outerHTML)?.shift();
    if (twin) marked.push(twin);
    if (twin) e.id = twin.id = prefix + marked.length;
  }
  return () => marked.forEach(e => e.removeAttribute('id'));
}
