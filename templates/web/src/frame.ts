// The script of a chart's own page: it tells the page around its frame how high it is, and puts buttons
// beside what is to be copied.
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

if (parent !== window) tell();
copyButtons();
