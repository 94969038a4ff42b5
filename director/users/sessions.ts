import type { OpenSession } from '../contract/user.ts';
import type { SessionRecord } from '../store/sessions.ts';
import { hashOf, newSecret } from './secret-hash.ts';

/** Where sessions outlive the Director. */
export interface SessionStore {
  insert(session: SessionRecord): void;
  /** Also one whose time is over. */
  get(idHash: string): SessionRecord | undefined;
  /** Last used first. */
  list(uid: number): SessionRecord[];
  update(idHash: string, changes: { lastSeen: string; expires: string }): unknown;
  delete(idHash: string): unknown;
  /** Deletes those whose time is over. */
  deleteExpired(now: string): unknown;
}

/** How and where somebody signed in. */
export type SignIn = Pick<SessionRecord, 'signedInBy' | 'browser' | 'address'>;

/** The session of a caller. */
export interface CurrentSession {
  id: string;
  uid: number;
  signedInBy: SessionRecord['signedInBy'];
}

/** Good for this long after its last use. */
export const sessionLifetime = 30 * 24 * 3600_000;
/** Writing each use down would be a disk write for each request. */
const touchEvery = 3600_000;
/** Of one user; opening another ends the one that was not used for longest. */
const mostSessions = 100;
/** Of a User-Agent that is kept; the parts that tell browser and system come first. */
const browserLength = 256;

const iso = (time: number) => new Date(time).toISOString();
/** What a session is called in lists: 96 bits of the hash of its secret, from which nobody can come to the secret. */
const idOf = ({ idHash }: SessionRecord) => idHash.slice(0, 16);

/** Sessions of browsers. */
export class Sessions {
  readonly #store: SessionStore;
  readonly #now: () => number;

  constructor(store: SessionStore, now: () => number = Date.now) {
    this.#store = store;
    this.#now = now;
  }

  /** Opens a session. @returns it, and the secret for the cookie */
  open(uid: number, { signedInBy, browser, address }: SignIn): { secret: string; session: CurrentSession } {
    const now = this.#now();
    const secret = newSecret();
    this.#store.deleteExpired(iso(now));
    for (const { idHash } of this.#store.list(uid).slice(mostSessions - 1)) this.#store.delete(idHash);
    const record = {
      idHash: hashOf(secret),
      uid,
      created: iso(now),
      lastSeen: iso(now),
      expires: iso(now + sessionLifetime),
      signedInBy,
      browser: browser.slice(0, browserLength),
      address,
    };
    this.#store.insert(record);
    return { secret, session: { id: idOf(record), uid, signedInBy } };
  }

  /** @returns the session that this secret opens, or undefined where there is none or its time is over */
  find(secret: string): CurrentSession | undefined {
    const now = this.#now();
    const session = this.#store.get(hashOf(secret));
    if (!session || Date.parse(session.expires) <= now) return undefined;
    if (now - Date.parse(session.lastSeen) > touchEvery)
      this.#store.update(session.idHash, { lastSeen: iso(now), expires: iso(now + sessionLifetime) });
    return { id: idOf(session), uid: session.uid, signedInBy: session.signedInBy };
  }

  /** Where a user is signed in, last used first. @param current id of the session that asks */
  list(uid: number, current?: string): OpenSession[] {
    return this.#open(uid).map((session) => {
      const { created, lastSeen, expires, browser, address } = session;
      const id = idOf(session);
      return { id, created, lastSeen, expires, browser, address, current: id === current };
    });
  }

  /** @returns whether this user had such a session */
  end(uid: number, id: string): boolean {
    const ended = this.#open(uid).filter((session) => idOf(session) === id);
    for (const { idHash } of ended) this.#store.delete(idHash);
    return ended.length > 0;
  }

  /** Ends all of a user's. @param except id of one that stays */
  endAll(uid: number, except?: string): void {
    for (const session of this.#store.list(uid)) if (idOf(session) !== except) this.#store.delete(session.idHash);
  }

  #open(uid: number): SessionRecord[] {
    return this.#store.list(uid).filter(({ expires }) => Date.parse(expires) > this.#now());
  }
}
