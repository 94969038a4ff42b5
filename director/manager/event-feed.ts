import { randomUUID } from 'node:crypto';
import type { ManagerEvent, ManagerEvents } from '../wire/manager-events.ts';

/** Events kept for those who come back to read on. */
const kept = 1000;

/** Numbers what happens in the manager, keeps the last of it and wakes those who wait for more. */
export class EventFeed {
  readonly #epoch = randomUUID();
  readonly #waiting = new Set<() => void>();
  #events: ManagerEvent[] = [];
  #next = 1;
  #closed = false;

  publish(event: ManagerEvent): void {
    this.#events.push(event);
    this.#next += 1;
    if (this.#events.length > kept) this.#events = this.#events.slice(-kept);
    this.#wake();
  }

  /**
   * Events from number `since` on; waits up to `waitMs` for one when there is none yet. Who comes without a number, with
   * one of another epoch or with one that is no longer kept gets `reset` and the number to go on from.
   */
  async read(since: number | undefined, epoch: string | undefined, waitMs: number, signal: AbortSignal) {
    if (!this.#has(since, epoch)) return this.#answer([], true);
    if (since === this.#next && waitMs > 0 && !this.#closed) await this.#more(waitMs, signal);
    if (!this.#has(since, epoch)) return this.#answer([], true);
    return this.#answer(this.#events.slice(this.#events.length - (this.#next - since)));
  }

  /** Answers all who wait, now and later, at once. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  #has(since: number | undefined, epoch: string | undefined): since is number {
    if (since === undefined || (epoch !== undefined && epoch !== this.#epoch)) return false;
    return since <= this.#next && since >= this.#next - this.#events.length;
  }

  #answer(events: ManagerEvent[], reset = false): ManagerEvents {
    return { epoch: this.#epoch, next: this.#next, events, ...(reset ? { reset } : {}) };
  }

  #more(waitMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, waitMs);
      this.#waiting.add(end);
      signal.addEventListener('abort', end);
    });
  }

  #wake(): void {
    for (const end of [...this.#waiting]) end();
  }
}
