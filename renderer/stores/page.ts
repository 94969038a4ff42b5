import type { ErrorBody } from '../../director/contract/errors.ts';

/** What the window can do besides talking to the Director. In Electron the preload may do some of it better. */
export interface Page {
  /** Whether this window is on the computer of the Director, whose program opens it signed in; others come over the network. */
  readonly onDirectorsComputer: boolean;
  /** Goes to a path of this UI. */
  go(path: string): void;
  /** Opens an address in a new tab or the user's browser. @returns false when the browser blocked it */
  openExternal(url: string): boolean;
  /** Lets the browser download what is at a path of the Director. */
  download(path: string): void;
  /** Saves text or bytes as a file. */
  save(filename: string, content: string | Uint8Array): void;
  copy(text: string): Promise<void>;
  /** A short message that goes away by itself. */
  notify(note: Note): void;
}

export interface Note {
  id?: string;
  tone: 'success' | 'info' | 'error';
  title: string;
  text?: string;
  /** A link of this UI that tells more, with the words for it. */
  link?: { path: string; label: string };
  /** The failure behind it, shown with hint and detail. */
  error?: ErrorBody;
}
