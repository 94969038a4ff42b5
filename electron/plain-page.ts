import type { ErrorBody } from '../director/contract/errors.ts';

const plainActions = ['retry', 'logs', 'quit'] as const;
export type PlainAction = (typeof plainActions)[number];

export interface PlainPage {
  title: string;
  text: string;
  detail?: string | undefined;
  buttons: readonly { action: PlainAction; label: string }[];
}

const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`).replaceAll('\n', '<br>');

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:12vh auto;padding:0 1.5rem;color-scheme:light dark}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:13px;opacity:.85}
a{display:inline-block;margin:1rem .75rem 0 0;padding:.5rem 1rem;border:1px solid;border-radius:6px;text-decoration:none;color:inherit}
a:focus-visible,a:hover{outline:2px solid}`;

/**
 * A page that needs no script, no file and no Director, as an address. Its buttons are links to fragments, which the window
 * hears of as navigation within the page.
 */
export function plainPageUrl({ title, text, detail, buttons }: PlainPage): string {
  const links = buttons.map(({ action, label }) => `<a href="#${action}" role="button">${escaped(label)}</a>`);
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${style}</style></head><body><main><h1>${escaped(title)}</h1><p>${escaped(text)}</p>
${detail ? `<pre>${escaped(detail)}</pre>` : ''}<p>${links.join('')}</p></main></body></html>`;
  return `data:text/html;charset=utf-8,${encodeURIComponent(page)}`;
}

/** The button that was pressed, by the address that the page has then. */
export function plainActionOf(url: string): PlainAction | undefined {
  if (!url.startsWith('data:text/html')) return undefined;
  const fragment = url.slice(url.lastIndexOf('#') + 1);
  return plainActions.find((action) => action === fragment);
}

export const startingPage: PlainPage = { title: 'ConPaaS Nutshell', text: 'The Director is starting …', buttons: [] };

const retry = { action: 'retry', label: 'Try again' } as const;
const logs = { action: 'logs', label: 'Show the logs' } as const;
const quit = { action: 'quit', label: 'Quit' } as const;

/** The Director could not be kept running. */
export const directorGonePage = (failure: ErrorBody): PlainPage => ({
  title: 'The Director does not run',
  text: `${failure.message}${failure.hint ? `\n${failure.hint}` : ''}\nApplications that were running go on.`,
  detail: failure.detail,
  buttons: [retry, logs, quit],
});

/** The page crashed again and again. */
export const pageGonePage = (reason: string): PlainPage => ({
  title: 'The page has ended several times',
  text: 'It was loaded again each time, and ended again. The Director and your applications are not affected.',
  detail: `Reason: ${reason}`,
  buttons: [{ ...retry, label: 'Load it again' }, logs, quit],
});
