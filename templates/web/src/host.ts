// The page around frames of ours: each frame takes the height that its chart tells.
import { heightOf } from './height';

const written = new WeakMap<HTMLIFrameElement, string>(); // heights by the page's own styles

// frameOf finds the frame that speaks, if it is where the page put it: a frame that has gone elsewhere
// is somebody else.
function frameOf(e: MessageEvent): HTMLIFrameElement | undefined {
  return [...document.querySelectorAll('iframe')].find(f => {
    try {
      return f.contentWindow === e.source && new URL(f.src).origin === e.origin;
    } catch {
      return false; // no address
    }
  });
}

export function listen(): void {
  addEventListener('message', e => {
    const height = heightOf(e.data), frame = height && frameOf(e);
    if (!height || !frame) return;
    if (!written.has(frame)) written.set(frame, frame.style.height);
    frame.style.height = written.get(frame)!;
    if (Math.abs(frame.clientHeight - height) > 2) frame.style.height = height + 'px'; // else the page has reserved what it needs, at every width
  });
}
