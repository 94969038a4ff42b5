import { ConpaasError } from '../contract/errors.ts';

/**
 * Lets a few pieces of work through at a time and a bounded number wait. Each hash of a password takes 19 MiB and a thread, so
 * a flood of sign-ins would otherwise take the memory and the threads that everything else needs too.
 */
export class Turnstile {
  readonly #most: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor({ most, mostWaiting }: { most: number; mostWaiting: number }) {
    this.#most = most;
    this.#mostWaiting = mostWaiting;
  }

  /** @throws ConpaasError SIGN_IN_BUSY when too many wait already, and whatever the work throws */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside < this.#most) this.#inside += 1;
    else await this.#turn();
    try {
      return await work();
    } finally {
      // The place goes straight to the next one, so that nobody who comes just now slips in before.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside -= 1;
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.length >= this.#mostWaiting) throw new ConpaasError('SIGN_IN_BUSY', {}, { retryAfter: 1 });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
