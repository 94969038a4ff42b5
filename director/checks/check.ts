import type { Check } from '../contract/check.ts';
import { ConpaasError } from '../contract/errors.ts';

/** What came of looking at one thing. */
export type Finding = Omit<Check, 'name' | 'title'>;

/** One thing to be looked at; each is a file of its own. */
export interface CheckDefinition {
  /** Stays the same over versions, for scripts. */
  name: string;
  title: string;
  /** @param signal aborted when it takes too long */
  run(signal: AbortSignal): Promise<Finding>;
}

interface Trouble {
  found: string;
  wanted: string;
  cause: string;
  fix: string;
  detail?: string | null;
}

export const passed = (found: string, wanted: string, detail: string | null = null): Finding => ({
  ...{ state: 'passed', found, wanted, cause: '', fix: '', detail },
});
export const failed = (trouble: Trouble): Finding => ({ detail: null, ...trouble, state: 'failed' });
export const warning = (trouble: Trouble): Finding => ({ detail: null, ...trouble, state: 'warning' });
/** There is nothing to look at, or nothing to compare with. @param found says so */
export const notApplicable = (found: string, wanted: string): Finding => ({
  ...{ state: 'not applicable', found, wanted, cause: '', fix: '', detail: null },
});

/** One line for each, or null for none. */
export const lines = (texts: readonly string[]): string | null => (texts.length > 0 ? texts.join('\n') : null);

/** Runs a check; one that cannot be made is a finding too. */
export async function runCheck({ name, title, run }: CheckDefinition, signal: AbortSignal): Promise<Check> {
  try {
    return { name, title, ...(await run(signal)) };
  } catch (thrown) {
    const { message, hint, detail = null } = ConpaasError.from(thrown);
    const wanted = 'That this can be found out.';
    return { name, title, ...failed({ found: message, wanted, cause: 'The check itself failed.', fix: hint, detail }) };
  }
}
