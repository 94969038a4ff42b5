import { setTimeout as wait } from 'node:timers/promises';
import { ConpaasError } from '../contract/errors.ts';
import type { Log } from '../services/service-type.ts';

/** How long a Director that is away is asked again. */
const directorPatienceMs = 60_000;

export interface Clock {
  /** Milliseconds. */
  now(): number;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const realClock: Clock = {
  now: Date.now,
  wait: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
};

/**
 * Asks the Director again while it is away, for example because it restarts.
 * @throws what it answered; DIRECTOR_UNREACHABLE after 60 s
 */
export async function patiently<T>(
  ask: () => Promise<T>,
  signal: AbortSignal,
  { clock, log }: { clock: Clock; log: Log },
): Promise<T> {
  const deadline = clock.now() + directorPatienceMs;
  for (let pause = 250; ; pause = Math.min(pause * 1.5, 5000)) {
    try {
      return await ask();
    } catch (thrown) {
      signal.throwIfAborted();
      const away = thrown instanceof ConpaasError && thrown.code === 'DIRECTOR_UNREACHABLE';
      if (!away || clock.now() + pause > deadline) throw thrown;
      log.warn(`${thrown.message} It is asked again.`);
    }
    await clock.wait(pause, signal);
  }
}
