// The script of every page with charts.
import { bind, load, show, wake } from './wake';

document.querySelectorAll<HTMLElement>('.chart-plot').forEach(plot => bind(plot));
(window as any).plotline = { load, wake, bind, show }; // for the preview
