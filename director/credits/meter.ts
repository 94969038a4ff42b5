import { z } from 'zod';
import type { Store } from '../store/store.ts';
import { type ClockReading, readClocks } from './clocks.ts';

/** Milliseconds in which instances ran, since the Director was installed: what hours are counted on. */
export interface Meters {
  /** Of instances on this computer: stands still while it sleeps or is off. */
  here: number;
  /** Of instances elsewhere: goes on as long as they exist. */
  elsewhere: number;
}
export interface MeterReading extends Meters {
  /** What the computer's clock said, in milliseconds since 1970. */
  wall: number;
}

const stored = z.object({
  here: z.number(),
  elsewhere: z.number(),
  wall: z.number(),
  uptime: z.number(),
  awake: z.number().nullable(),
  boot: z.string().nullable(),
});
type Stored = z.infer<typeof stored>;

const key = 'creditMeter';
/**
 * A Director looks every minute while its computer is awake. Where the system does not tell how long it slept, a longer pause between
 * two looks was sleep.
 */
const longestPauseMs = 150_000;

/**
 * Counts for how long instances ran. It never goes back, and knows nothing of the time of day: hours that are counted on it are right
 * whatever somebody does to the clock (docs/decisions/0005-credits.md).
 */
export class Meter {
  readonly #store: Store;
  readonly #read: () => ClockReading;
  /** The last reading that this process made. */
  #own: Stored | undefined;

  constructor(store: Store, read: () => ClockReading = readClocks) {
    this.#store = store;
    this.#read = read;
  }

  /** Where the meters are. */
  now(): MeterReading {
    return this.#next();
  }

  /** Where the meters are, written down: what is paid until a time on them must not be found behind it after a power cut. */
  advance(): MeterReading {
    const next = this.#next();
    this.#store.settings.set(key, next);
    this.#own = next;
    return next;
  }

  #next(): Stored {
    const now = this.#read();
    const before = this.#own ?? stored.safeParse(this.#store.settings.get(key)).data;
    if (!before) return { here: 0, elsewhere: 0, ...now };
    const sameProcess = this.#own !== undefined;
    return {
      ...now,
      here: before.here + Math.max(0, ranHere(before, now, sameProcess)),
      elsewhere: before.elsewhere + Math.max(0, ranElsewhere(before, now, sameProcess)),
    };
  }
}

/** What ran on this computer while the Director was away ran on, unless the computer was started anew. In doubt it did not run. */
function ranHere(before: ClockReading, now: ClockReading, sameProcess: boolean): number {
  const sameBoot = sameProcess || (now.boot !== null && before.boot === now.boot);
  if (!sameBoot) return 0;
  if (before.awake !== null && now.awake !== null) return now.awake - before.awake;
  return sameProcess ? Math.min(now.uptime - before.uptime, longestPauseMs) : 0;
}

/** Only over a start of the computer there is nothing to go by but the clock on the wall. */
function ranElsewhere(before: ClockReading, now: ClockReading, sameProcess: boolean): number {
  const sameBoot = sameProcess || (now.boot !== null && before.boot === now.boot);
  return sameBoot ? now.uptime - before.uptime : now.wall - before.wall;
}
