// One line at the foot of the window: what changed, what is wrong, and other ways to see the page.
import { addressOf, isShell, shellOf } from './about';
import { scripted, width } from './frame';
import { button, make, plural } from './host';
import { printed } from './print';
import { choose, chosen, Theme } from './theme';

const widths = ['375', '768', '1280'];

// Sight is what the toolbar looks at: this page, or the one in the shell.
export interface Sight { page(): Document | null; path(): string; jump(id: string): void }

export class Toolbar {
  private connection = make('p', { class: 'connection', role: 'status' }, 'Preview');
  private draft = make('p', { class: 'draft', hidden: true }, 'Draft', make('span', {}, ', not in the published site'));
  private changes = make('p', { class: 'changes', role: 'status' });
  private errors: HTMLButtonElement;
  private warnings: HTMLButtonElement;
  private charts: HTMLButtonElement;
  private list = make('section', { class: 'list', popover: '', id: 'charts', 'aria-label': 'Charts of this page' });
  private ways = make('div', { class: 'group', role: 'group', 'aria-label': 'Width in pixels' });
  private themes: HTMLButtonElement[];
  private print: HTMLButtonElement;

  constructor(root: ShadowRoot, private sight: Sight, problems: (kind: 'errors' | 'warnings') => void) {
    this.errors = button('', () => problems('errors'), { class: 'errors', hidden: true });
    this.warnings = button('', () => problems('warnings'), { class: 'warnings', hidden: true });
    this.charts = button('', () => undefined, { popovertarget: 'charts' });
    this.list.addEventListener('toggle', e => { if ((e as ToggleEvent).newState === 'open') this.fill(); });
    this.themes = (['light', 'dark', 'auto'] as Theme[]).map(t => button(t[0].toUpperCase() + t.slice(1), () => this.wear(t), { value: t }));
    this.print = button('Print', () => { this.printing = !this.printing; this.refresh(); });
    root.append(make('section', { class: 'bar', 'aria-label': 'Preview' }, this.connection, this.draft, this.changes, this.errors, this.warnings,
      this.charts, this.ways, make('div', { class: 'group', role: 'group', 'aria-label': 'Theme' }, ...this.themes), this.print), this.list);
    this.refresh();
  }

  private printing = false;

  connected(open: boolean) {
    this.connection.textContent = open ? 'Preview' : 'Preview: no connection';
    this.connection.classList.toggle('lost', !open);
  }

  tell(changes: string[], errors: number, warnings: number) {
    const words = changes.join('; ');
    if (words) this.changes.textContent = this.changes.title = words;
    this.errors.textContent = plural(errors, 'error');
    this.errors.hidden = !errors;
    this.warnings.textContent = plural(warnings, 'warning');
    this.warnings.hidden = !warnings;
  }

  // refresh looks at the page again.
  refresh() {
    const page = this.sight.page();
    this.draft.hidden = !page?.querySelector('meta[name=robots][content=noindex]') || !page.querySelector('.draft');
    this.charts.textContent = plural(figures(page).length, 'chart');
    for (const b of this.themes) b.setAttribute('aria-pressed', String(b.value === chosen()));
    this.print.setAttribute('aria-pressed', String(this.printing));
    if (page) printed(page, this.printing);
    const path = this.sight.path();
    const link = (text: string, href: string, here: boolean) => make('a', here ? { href, 'aria-current': 'true' } : { href }, text);
    this.ways.replaceChildren(
      ...widths.map(w => link(w, shellOf(path, w, !isShell || scripted), isShell && w === width)),
      link('Full', addressOf(path), !isShell),
      link('No scripts', shellOf(path, isShell ? width : '1280', isShell && !scripted), isShell && !scripted));
  }

  private wear(t: Theme) {
    const page = this.sight.page();
    choose(t, document, ...(page && page !== document ? [page] : []));
    this.refresh();
  }

  private fill() {
    const links = figures(this.sight.page()).map(f => {
      const a = make('a', { href: '#' + encodeURIComponent(f.id) }, f.querySelector('.chart-title')?.textContent || f.id);
      a.addEventListener('click', e => { e.preventDefault(); this.list.hidePopover(); this.sight.jump(f.id); });
      return make('li', {}, a);
    });
    this.list.replaceChildren(links.length ? make('ol', {}, ...links) : make('p', {}, 'This page has no charts.'));
    const box = this.charts.getBoundingClientRect();
    this.list.style.left = Math.max(0, Math.min(box.left, innerWidth - this.list.offsetWidth)) + 'px';
  }
}

function figures(page: Document | null): HTMLElement[] {
  return [...page?.querySelectorAll<HTMLElement>('figure.chart[id]') || []];
}
