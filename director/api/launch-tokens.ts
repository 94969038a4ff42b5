import { hashOf, newSecret, sameHash } from '../users/secret-hash.ts';

const lifetime = 5 * 60_000;
/** More than this are never open at once by people; the oldest is dropped. */
const most = 32;

interface LaunchToken {
  hash: string;
  uid: number;
  expires: number;
}

/** One-time tokens that a browser exchanges for a session. Kept in memory only: they die with the Director. */
export class LaunchTokens {
  #tokens: LaunchToken[] = [];
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Makes a token that signs this user in, once, within 5 minutes. */
  issue(uid: number): string {
    const token = newSecret();
    this.#tokens = [...this.#open(), { hash: hashOf(token), uid, expires: this.#now() + lifetime }].slice(-most);
    return token;
  }

  /** @returns the user it was made for, or undefined where it is wrong, used or too old */
  redeem(token: string): number | undefined {
    const hash = hashOf(token);
    const found = this.#open().filter((candidate) => sameHash(candidate.hash, hash))[0];
    this.#tokens = this.#tokens.filter((candidate) => candidate !== found);
    return found?.uid;
  }

  #open(): LaunchToken[] {
    return this.#tokens.filter(({ expires }) => expires > this.#now());
  }
}
