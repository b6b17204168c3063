// Buttons that copy code from a chart's own page.

// put writes text to the clipboard; where the browser has none for us, as at http addresses, the old way
// through a field.
function put(text: Promise<string>, field: HTMLTextAreaElement): Promise<void> {
  const old = () => text.then(words => {
    const kept = field.value;
    field.value = words;
    field.select();
    const done = document.execCommand('copy');
    if (kept !== words) field.value = kept;
    if (!done) throw new Error('no clipboard'); // the code stays selected
  });
  const board = navigator.clipboard;
  if (!board || !board.writeText) return old();
  return text.then(words => board.writeText(words)).catch(old);
}

export function copyButtons(): void {
  const room = document.querySelector<HTMLElement>('.reuse');
  if (!room) return;
  const said = room.appendChild(document.createElement('p'));
  said.className = 'visually-hidden';
  said.setAttribute('role', 'status');
  const button = (after: Element, name: string, copy: () => Promise<void>) => {
    const b = document.createElement('button');
    b.type = 'button';
    b.className = 'copy';
    b.textContent = room.dataset.copy!;
    b.setAttribute('aria-label', room.dataset.copy + ': ' + name);
    b.onclick = () => {
      said.textContent = '';
      copy().then(() => {
        b.textContent = said.textContent = room.dataset.copied!;
        setTimeout(() => { b.textContent = room.dataset.copy!; }, 3000);
      }, () => {});
    };
    after.after(b);
  };
  room.querySelectorAll('textarea').forEach(field => button(field.labels[0], field.labels[0].textContent!, () => put(Promise.resolve(field.value), field)));
  if (location.protocol === 'file:') return; // nothing can be fetched
  room.querySelectorAll<HTMLAnchorElement>('a[href*="fragment"]').forEach(a => button(a, a.textContent!, () => {
    const field = room.appendChild(document.createElement('textarea'));
    field.className = 'visually-hidden';
    const text = fetch(a.href).then(r => { if (!r.ok) throw new Error(String(r.status)); return r.text(); });
    return put(text, field).then(() => field.remove(), e => { field.remove(); throw e; });
  }));
}
