// Light or dark, for as long as the tab is open.

const key = 'plotline-theme';

export type Theme = 'light' | 'dark' | 'auto';

export function chosen(): Theme {
  const t = sessionStorage.getItem(key);
  return t === 'light' || t === 'dark' ? t : 'auto';
}

export function choose(t: Theme, ...pages: Document[]): void {
  sessionStorage.setItem(key, t);
  wear(...pages);
  if (t === 'auto') for (const p of pages) p.documentElement.removeAttribute('data-theme');
}

// wear gives pages the theme that was chosen, if any was.
export function wear(...pages: Document[]): void {
  const t = chosen();
  if (t !== 'auto') for (const p of pages) p.documentElement.dataset.theme = t;
}
