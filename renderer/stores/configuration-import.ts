import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ImportReport } from '../../director/contract/check.ts';

export interface ConfigurationImportState {
  /** The director.cfg as it was opened or pasted. It may hold secrets: it is kept in memory only. */
  text: string;
  /** What the Director said of this text; null before it was asked, and when the text was changed since. */
  report: ImportReport | null;
}

/** The director.cfg of ConPaaS 2.1 that is being taken over. */
export class ConfigurationImport {
  readonly store: StoreApi<ConfigurationImportState> = createStore(() => ({ text: '', report: null }));

  edit(text: string): void {
    this.store.setState({ text, report: null });
  }

  /** Takes a report, unless it is of a text that was changed meanwhile. */
  report(text: string, report: ImportReport): void {
    if (text === this.store.getState().text) this.store.setState({ report });
  }

  /** Forgets everything: somebody else is signed in. */
  clear(): void {
    this.edit('');
  }
}
