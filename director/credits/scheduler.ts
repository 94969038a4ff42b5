import type { Credit } from '../contract/credit.ts';
import { ConpaasError } from '../contract/errors.ts';
import { type Clock, systemClock } from '../operations/clock.ts';
import type { Store } from '../store/store.ts';
import type { Credits } from './credits.ts';
import type { ApplicationId, Hours } from './hours.ts';

export interface CreditSchedulerOptions {
  store: Store;
  hours: Pick<Hours, 'collect'>;
  credits: Credits;
  /** Stops an application because nothing is left for it; does nothing while it is being stopped already. */
  stop: (application: ApplicationId) => void;
  log: { warn(text: string): void; error(text: string): void };
  clock?: Clock;
}

const intervalMs = 60_000;
const dayMs = 86_400_000;
/** For how long payments are kept in the history. */
const keptMs = 400 * dayMs;

/** Looks every minute which hours have begun. The lock of the data folder makes it the only one. */
export class CreditScheduler {
  readonly #options: CreditSchedulerOptions;
  readonly #clock: Clock;
  readonly #levels = new Map<number, Credit['level']>();
  #cleaned = Number.NEGATIVE_INFINITY;
  #cancel: () => void = () => undefined;

  constructor(options: CreditSchedulerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Looks at once, and then from time to time. To be called when the instances that should run do. */
  start(): void {
    this.pass();
    this.#cancel = this.#clock.after(intervalMs, () => this.start());
  }

  stop(): void {
    this.#cancel();
  }

  /** What could not be written down is tried again the next time; nothing is lost meanwhile. */
  pass(): void {
    const { credits, hours, log, stop } = this.#options;
    try {
      const { users, unpaid } = hours.collect();
      for (const uid of users) this.#warn(uid, credits.changed(uid).level);
      for (const application of unpaid) stop(application);
      this.#clean();
    } catch (error) {
      log.error(`Credits could not be charged: ${ConpaasError.from(error).message}`);
    }
  }

  #warn(uid: number, level: Credit['level']): void {
    const before = this.#levels.get(uid);
    this.#levels.set(uid, level);
    if (level === before) return;
    const warning = this.#options.credits.warning(uid);
    if (warning) this.#options.log.warn(`User ${uid}: ${warning.message}`);
  }

  #clean(): void {
    const now = this.#clock.now().getTime();
    if (now - this.#cleaned < dayMs) return;
    this.#cleaned = now;
    this.#options.store.credits.deleteOld(new Date(now - keptMs).toISOString());
  }
}
