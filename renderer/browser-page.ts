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
  onDirectorsComputer: /^(127\.|localhost$|\[::1\]$)/.test(window.location.hostname),
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
  save(filename, content) {
    const type = typeof content === 'string' ? 'text/plain' : 'application/octet-stream';
    const url = URL.createObjectURL(
      new Blob([typeof content === 'string' ? content : new Uint8Array(content)], { type }),
    );
    followLink(url, filename);
    URL.revokeObjectURL(url);
  },
  copy: (text) => navigator.clipboard.writeText(text),
  notify,
};
