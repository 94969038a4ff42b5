import { hashOf, newSecret } from './secret-hash.ts';

/** A browser that is signed in, as it is stored: the identifier itself is in the browser's cookie only. */
export interface StoredSession {
  idHash: string;
  uid: number;
  /** ISO times. */
  created: string;
  lastSeen: string;
  expires: string;
}

/** Where sessions outlive the Director. */
export interface SessionStore {
  insert(session: StoredSession): void;
  /** Also one whose time is over. */
  get(idHash: string): StoredSession | undefined;
  update(idHash: string, changes: { lastSeen: string; expires: string }): unknown;
  /** Deletes those whose time is over. */
  deleteExpired(now: string): unknown;
}

/** Good for this long after its last use. */
export const sessionLifetime = 30 * 24 * 3600_000;
/** Writing each use down would be a disk write for each request. */
const touchEvery = 3600_000;

const iso = (time: number) => new Date(time).toISOString();

/** Sessions of browsers. */
export class Sessions {
  readonly #store: SessionStore;
  readonly #now: () => number;

  constructor(store: SessionStore, now: () => number = Date.now) {
    this.#store = store;
    this.#now = now;
  }

  /** Opens a session. @returns the secret for the cookie */
  open(uid: number): string {
    const now = this.#now();
    const id = newSecret();
    this.#store.deleteExpired(iso(now));
    this.#store.insert({
      idHash: hashOf(id),
      uid,
      created: iso(now),
      lastSeen: iso(now),
      expires: iso(now + sessionLifetime),
    });
    return id;
  }

  /** @returns the user whose session it is, or undefined where there is none or its time is over */
  userOf(id: string): number | undefined {
    const now = this.#now();
    const session = this.#store.get(hashOf(id));
    if (!session || Date.parse(session.expires) <= now) return undefined;
    if (now - Date.parse(session.lastSeen) > touchEvery)
      this.#store.update(session.idHash, { lastSeen: iso(now), expires: iso(now + sessionLifetime) });
    return session.uid;
  }
}
