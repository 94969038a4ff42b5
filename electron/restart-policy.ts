/** Restarts within the span after which it gives up, and their waits in milliseconds. */
const waits = [500, 1000, 2000, 4000, 8000];
const span = 10 * 60_000;

/** Decides whether and when something that ended is started again: with growing waits, at most 5 times in 10 minutes. */
export class RestartPolicy {
  readonly #now: () => number;
  #restarts: number[] = [];

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Counts a restart. @returns milliseconds to wait before it, or undefined when there were too many */
  next(): number | undefined {
    const now = this.#now();
    this.#restarts = this.#restarts.filter((time) => now - time < span);
    const wait = waits[this.#restarts.length];
    if (wait !== undefined) this.#restarts.push(now);
    return wait;
  }

  /** After the user asked to try again. */
  forget(): void {
    this.#restarts = [];
  }
}
