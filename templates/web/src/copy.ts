// The buttons that copy code from a chart's own page.

// put writes text to the clipboard; where the browser has none for us, as at http addresses, the old way
// through a field.
function put(text: string, field: HTMLTextAreaElement): Promise<void> {
  const old = () => {
    const kept = field.value;
    field.value = text;
    field.select();
    const done = document.execCommand('copy');
    if (kept !== text) field.value = kept;
    if (!done) throw new Error('no clipboard'); // the code stays selected
  };
  return Promise.resolve(navigator.clipboard).then(board => board.writeText(text)).catch(old);
}

// fetched copies a file that stands beside the page.
function fetched(address: string, room: HTMLElement): Promise<void> {
  const field = room.appendChild(document.createElement('textarea'));
  field.className = 'visually-hidden';
  return fetch(address).then(r => {
    if (!r.ok) throw new Error(String(r.status));
    return r.text();
  }).then(text => put(text, field)).finally(() => field.remove());
}

export function copyButtons(): void {
  const room = document.querySelector<HTMLElement>('.reuse');
  if (!room) return;
  const said = room.querySelector('[role=status]')!;
  room.querySelectorAll<HTMLButtonElement>('.copy').forEach(b => {
    const name = b.textContent, field = b.parentElement!.querySelector('textarea'), link = b.parentElement!.querySelector('a');
    b.onclick = () => {
      said.textContent = '';
      (field ? put(field.value, field) : fetched(link!.href, room)).then(() => {
        b.textContent = said.textContent = room.dataset.copied!;
        setTimeout(() => { b.textContent = name; }, 3000);
      }, () => { if (link) link.click(); }); // then as a download
    };
  });
}
