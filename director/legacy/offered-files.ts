import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';

/** How long a file is offered, in milliseconds. */
const offeredFor = 15 * 60_000;
const mostFiles = 1000;

type Open = () => Promise<Readable>;

/** Files that an answer refers to by an address: whoever knows it may fetch them, for a while. Each is read when it is fetched. */
export class OfferedFiles {
  /** Oldest first. */
  readonly #files = new Map<string, { open: Open; until: number }>();
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @returns an id that nobody can guess */
  offer(open: Open): string {
    const id = randomBytes(16).toString('hex');
    this.#files.set(id, { open, until: this.#now() + offeredFor });
    this.#forgetOld();
    return id;
  }

  find(id: string): Open | undefined {
    this.#forgetOld();
    return this.#files.get(id)?.open;
  }

  #forgetOld(): void {
    for (const [id, { until }] of this.#files) {
      if (until > this.#now() && this.#files.size <= mostFiles) return;
      this.#files.delete(id);
    }
  }
}
