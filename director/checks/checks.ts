import type { Check } from '../contract/check.ts';
import type { Operation } from '../contract/operation.ts';
import type { Operations } from '../operations/operations.ts';
import { type CheckDefinition, runCheck } from './check.ts';

export interface ChecksOptions {
  operations: Operations;
  /** In the order in which they are made. */
  checks: readonly CheckDefinition[];
}

/** Milliseconds that one may take, and seconds for all. */
const limitOfEachMs = 30_000;
const limitOfAll = 300;

/** Looks for what is wrong with this Director: the troubleshooting list of the installation guide. */
export class Checks {
  readonly #options: ChecksOptions;

  constructor(options: ChecksOptions) {
    this.#options = options;
  }

  /** An operation whose result has the checks made so far: `{checks: Check[]}`. It succeeds also when something is wrong. */
  start(uid: number): Operation {
    const { operations, checks } = this.#options;
    return operations.start({
      kind: 'director.check',
      title: 'Check the Director',
      uid,
      aid: null,
      sid: null,
      timeLimit: limitOfAll,
      steps: checks.map(({ title }) => title),
      run: async ({ step, log, setResult, signal }) => {
        const made: Check[] = [];
        for (const check of checks) {
          signal.throwIfAborted();
          step(check.title);
          const outcome = await runCheck(check, AbortSignal.any([signal, AbortSignal.timeout(limitOfEachMs)]));
          made.push(outcome);
          log(`${outcome.title}: ${outcome.state}. ${outcome.found}`);
          setResult({ checks: [...made] });
        }
      },
    });
  }
}
