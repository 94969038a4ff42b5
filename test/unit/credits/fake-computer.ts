import type { ClockReading } from '../../../director/credits/clocks.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** A computer whose clocks go only when a test tells it to. */
export class FakeComputer {
  #wall = Date.parse('2026-01-01T00:00:00.000Z');
  #uptime = 100_000;
  #awake = 90_000;
  #boot = 1;
  readonly #tellsSleep: boolean;

  /** @param options `tellsSleep`: as Linux does; others know neither how long they were awake nor when they were started */
  constructor({ tellsSleep = true } = {}) {
    this.#tellsSleep = tellsSleep;
  }

  readonly read = (): ClockReading => ({
    wall: this.#wall,
    uptime: this.#uptime,
    awake: this.#tellsSleep ? this.#awake : null,
    boot: this.#tellsSleep ? `boot ${this.#boot}` : null,
  });

  run(milliseconds: number): void {
    this.#awake += milliseconds;
    this.sleep(milliseconds);
  }

  sleep(milliseconds: number): void {
    this.#uptime += milliseconds;
    this.#wall += milliseconds;
  }

  /** Is off for so long and then started anew. */
  off(milliseconds: number): void {
    this.#wall += milliseconds;
    this.#uptime = 0;
    this.#awake = 0;
    this.#boot += 1;
  }

  /** Somebody sets the clock. */
  jump(milliseconds: number): void {
    this.#wall += milliseconds;
  }
}
