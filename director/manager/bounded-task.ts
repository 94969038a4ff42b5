import { ConpaasError } from '../contract/errors.ts';
import type { Task } from '../services/service-type.ts';

/** How long work may go on after it was told to end, before it is left alone. */
const graceMs = 5000;

/** Work that always ends: by itself, by a cancel or by its time limit. */
export class BoundedTask implements Task {
  readonly #controller = new AbortController();
  readonly #title: string;
  readonly #onStep: (name: string, percent: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #step = '';
  #committed = false;

  /** @param limit milliseconds */
  constructor(title: string, limit: number, onStep: (name: string, percent: number) => void = () => {}) {
    this.#title = title;
    this.#onStep = onStep;
    this.#timer = setTimeout(() => {
      const seconds = Math.round(limit / 1000);
      this.abort(new ConpaasError('OPERATION_TIMED_OUT', { operation: this.#title, seconds, step: this.#step }));
    }, limit);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get committed(): boolean {
    return this.#committed;
  }

  step(name: string, percent: number): void {
    this.signal.throwIfAborted();
    this.#step = name;
    this.#onStep(name, percent);
  }

  /** From here on the work can no longer be undone: it cannot be cancelled, and what is left of it has limits of its own. */
  commit(): void {
    this.signal.throwIfAborted();
    this.#committed = true;
    clearTimeout(this.#timer);
  }

  abort(why: ConpaasError): void {
    if (!this.#committed) this.#controller.abort(why);
  }

  /** @throws what the work throws; the reason of the abort when there was one */
  async run<T>(work: (task: BoundedTask) => Promise<T>): Promise<T> {
    const leftAlone = Promise.withResolvers<never>();
    let grace: NodeJS.Timeout | undefined;
    this.signal.addEventListener('abort', () => {
      grace = setTimeout(() => leftAlone.reject(this.signal.reason), graceMs);
    });
    try {
      return await Promise.race([work(this), leftAlone.promise]);
    } catch (thrown) {
      throw this.signal.aborted ? this.signal.reason : thrown;
    } finally {
      clearTimeout(grace);
      clearTimeout(this.#timer);
    }
  }
}
