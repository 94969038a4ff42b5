import { navigate } from 'wouter/use-browser-location';
import { notify } from './layout/notify.tsx';
import type { Page } from './stores/page.ts';

function followLink(href: string, filename: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = filename;
  link.click();
}

/** The window that this UI runs in. */
export const browserPage: Page = {
  go: (path) => navigate(path),
  openExternal(url) {
    if (window.conpaasShell?.openExternal) {
      window.conpaasShell.openExternal(url);
      return true;
    }
    // With "noopener" the browser would not tell whether it blocked the tab.
    const opened = window.open(url, '_blank');
    if (opened) opened.opener = null;
    return opened !== null;
  },
  download: (path) => followLink(path, ''),
  save(filename, text) {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    followLink(url, filename);
    URL.revokeObjectURL(url);
  },
  copy: (text) => navigator.clipboard.writeText(text),
  notify,
};
