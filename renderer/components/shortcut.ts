/** What "mod" of a shortcut is called on this system. */
export const modifier = /Mac|iP(hone|ad)/.test(navigator.platform) ? '⌘' : 'Ctrl';

/** A shortcut as it is written on keys: "mod+K" is "Ctrl K". */
export function keysOf(shortcut: string): string {
  return shortcut.replace('mod', modifier).replace('alt', 'Alt').replaceAll('+', ' ');
}
