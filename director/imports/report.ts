import type { ImportReport } from '../contract/check.ts';
import { shownValue } from './cloud-drivers.ts';

type Verdict = 'taken' | 'meaningless' | 'wrong';

/** Collects what came of each setting of a director.cfg. */
export class Report {
  readonly #lines: Record<Verdict, ImportReport['taken']> = { taken: [], meaningless: [], wrong: [] };

  /** @param key as it is written in director.cfg; null for what is about the whole section */
  add(verdict: Verdict, section: string, key: string | null, value: string | null, message: string): void {
    const shown = key === null || value === null ? value : shownValue(key, value);
    this.#lines[verdict].push({ section, key, value: shown, message });
  }

  finished(applied: boolean): ImportReport {
    return { applied, ...this.#lines };
  }
}

/** The settings of one section, by their names in upper case. */
export type Section = ReadonlyMap<string, string>;
