import { ConpaasError } from '../contract/errors.ts';
import { networkOf } from './network-of.ts';

interface Failures {
  count: number;
  /** Milliseconds since 1970. */
  last: number;
}

/** Failures that are let pass without a wait. Many people may sign in from one address (a company, a frontend). */
const free = { name: 3, address: 20 };
const longestWait = 300;
/** Milliseconds after the last failure; a new start then. */
const forgetAfter = 3600_000;
/** Names and addresses that are remembered; the one whose last failure is oldest goes first. */
const mostRemembered = 10_000;

/** Who tries to sign in. */
export interface Attempt {
  /** The user's name in the form in which names are compared. */
  name: string;
  address: string;
}

/**
 * Growing waits after failed sign-ins, by user name and by address: 1, 2, 4 … 300 s. In memory; a restart forgets them, which whoever
 * guesses passwords cannot bring about. An attempt counts as failed from its beginning until it is known to be good, so that many
 * at once are no way around the wait.
 */
export class SignInWaits {
  readonly #failures = new Map<string, Failures>();
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws ConpaasError SIGN_IN_WAIT with the seconds that are left; that attempt does not count */
  begin({ name, address }: Attempt): void {
    const keys = keysOf(name, address);
    const seconds = Math.max(this.#left(keys.name, free.name), this.#left(keys.address, free.address));
    if (seconds > 0) throw new ConpaasError('SIGN_IN_WAIT', { seconds }, { retryAfter: seconds });
    this.#count(keys.name, 1);
    this.#count(keys.address, 1);
  }

  /** The password was right: the name starts anew. The address keeps its other failures, or guessing one's own would clear them. */
  succeed({ name, address }: Attempt): void {
    const keys = keysOf(name, address);
    this.#failures.delete(keys.name);
    this.#count(keys.address, -1);
  }

  /** The attempt came to no verdict and counts neither way. */
  withdraw({ name, address }: Attempt): void {
    const keys = keysOf(name, address);
    this.#count(keys.name, -1);
    this.#count(keys.address, -1);
  }

  /** Whole seconds until the next attempt, 0 for none. */
  #left(key: string, freeFailures: number): number {
    const failures = this.#failures.get(key);
    if (!failures || failures.count <= freeFailures) return 0;
    const wait = Math.min(longestWait, 2 ** (failures.count - freeFailures - 1));
    // A clock that was set back must not make the wait longer than it is.
    return Math.min(wait, Math.max(0, Math.ceil((failures.last + wait * 1000 - this.#now()) / 1000)));
  }

  #count(key: string, change: number): void {
    const known = this.#failures.get(key);
    const now = this.#now();
    const current = known && now - known.last < forgetAfter ? known.count : 0;
    // Deleted first, so that it moves to the end of the map's order.
    this.#failures.delete(key);
    const count = current + change;
    if (count > 0) this.#failures.set(key, { count, last: change > 0 ? now : (known?.last ?? now) });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > mostRemembered && oldest !== undefined) this.#failures.delete(oldest);
  }
}

const keysOf = (name: string, address: string) => ({ name: `name ${name}`, address: `address ${networkOf(address)}` });
