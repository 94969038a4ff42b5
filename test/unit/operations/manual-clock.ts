import type { Clock } from '../../../director/operations/clock.ts';

interface Timer {
  due: number;
  action: () => void;
}

/** A clock that goes on only when a test tells it to. */
export class ManualClock implements Clock {
  #time = Date.parse('2026-01-01T00:00:00.000Z');
  readonly #timers = new Set<Timer>();

  now(): Date {
    return new Date(this.#time);
  }

  after(milliseconds: number, action: () => void): () => void {
    const timer = { due: this.#time + milliseconds, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Calls what falls due, in order. */
  advance(milliseconds: number): void {
    const end = this.#time + milliseconds;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#time = next.due;
      this.#timers.delete(next);
      next.action();
    }
    this.#time = end;
  }

  get pending(): number {
    return this.#timers.size;
  }

  #next(end: number): Timer | undefined {
    return [...this.#timers].filter(({ due }) => due <= end).sort((one, other) => one.due - other.due)[0];
  }
}
