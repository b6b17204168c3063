// The script of a chart's own page, which runs before the page is painted: it tells the page around its
// frame how high it is, and has the buttons work that copy code.
import { message } from './height';
import { copyButtons } from './copy';

// tell speaks to three kinds of pages: those with our embed.js, with Datawrapper's script, with pym.js.
// Heights are no secret, and whom they are for nobody knows: so to any origin.
function tell(): void {
  const id = location.pathname.split('/').filter(part => part && part !== 'index.html').pop() || '';
  const child = new URLSearchParams(location.search).get('childId');
  let last = 0;
  const post = (again: boolean) => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (!height || height === last && !again) return;
    last = height;
    parent.postMessage(message(height), '*');
    parent.postMessage({ 'datawrapper-height': { [id]: height } }, '*');
    if (child) parent.postMessage(`pymxPYMx${child}xPYMxheightxPYMx${height}`, '*');
  };
  addEventListener('message', e => { // pym asks when the page around changes
    if (child && e.source === parent && typeof e.data === 'string' && e.data.startsWith(`pymxPYMx${child}xPYMxwidthxPYMx`)) post(true);
  });
  new ResizeObserver(() => post(false)).observe(document.body);
}

// mark says at once that the page is to show its figure alone: the target of an address is known to CSS
// only when all is loaded, and by then something else was painted.
function mark(): void {
  const asked = /^#(embed(-auto)?)$/.exec(location.hash);
  if (asked) document.documentElement.dataset.embed = asked[1];
  else delete document.documentElement.dataset.embed;
}

mark();
document.documentElement.dataset.copy = location.protocol === 'file:' ? 'code' : 'all'; // from a disk no file can be fetched
addEventListener('hashchange', mark);
document.addEventListener('DOMContentLoaded', () => {
  if (parent !== window) tell();
  copyButtons();
});
