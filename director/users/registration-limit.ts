import { ConpaasError } from '../contract/errors.ts';
import { networkOf } from './network-of.ts';

const hour = 3600_000;
/** Attempts within an hour. What is refused for its name or e-mail counts too, as it tells who is registered. */
const mostPerAddress = 10;
const mostInTotal = 100;

/** Bounds how many accounts are made by registration. In memory. */
export class RegistrationLimit {
  #attempts: { network: string; time: number }[] = [];
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts an attempt. @throws ConpaasError REGISTRATIONS_TOO_MANY, with the seconds until there is room again */
  count(address: string): void {
    const [network, now] = [networkOf(address), this.#now()];
    this.#attempts = this.#attempts.filter(({ time }) => now - time < hour);
    const own = this.#attempts.filter((attempt) => attempt.network === network);
    const full = own.length >= mostPerAddress ? own : this.#attempts.length >= mostInTotal ? this.#attempts : undefined;
    const oldest = full?.[0];
    if (oldest) {
      const seconds = Math.max(1, Math.ceil((oldest.time + hour - now) / 1000));
      throw new ConpaasError('REGISTRATIONS_TOO_MANY', { minutes: Math.ceil(seconds / 60) }, { retryAfter: seconds });
    }
    this.#attempts.push({ network, time: now });
  }
}
