// What the server says on our script element, and what it sends.
export interface Message { text: string; path: string; line: number; column: number }

export interface State {
  build: string;
  reload: boolean;
  errors: Message[] | null; // what stops the newest build
  warnings: Message[] | null;
  changes: string[] | null; // since the last save, in words
  html: string; // of the page, when it is another
  final: boolean; // whether its drawings are those of its options
  gone: boolean;
}

const own = document.currentScript as HTMLScriptElement;

export const about = {
  build: own.dataset.build || '',
  page: own.dataset.page || '', // slug/index.html
  base: own.dataset.base || '/',
  token: own.dataset.token || '',
  plain: 'plain' in own.dataset,
};

const shell = about.base + '.plotline/frame';

// framed reports whether this page stands in the shell, which then shows what we have to say.
// Frames of others, as editors have, are none of it.
export function framed(): boolean {
  try {
    return parent !== window && parent.location.pathname === shell;
  } catch {
    return false;
  }
}

export const isShell = location.pathname === shell;

// addressOf returns where a page is read.
export function addressOf(page: string): string {
  return about.base + page.split('/').map(encodeURIComponent).join('/').replace(/(^|\/)index\.html$/, '$1');
}

// shellOf returns where a page is read at a width, with or without its scripts.
export function shellOf(page: string, width: string, scripts: boolean): string {
  return `${shell}?page=${encodeURIComponent(page)}&width=${width}${scripts ? '' : '&script=no'}`;
}
