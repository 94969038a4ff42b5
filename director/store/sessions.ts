import type { Database } from 'better-sqlite3';
import { Table } from './table.ts';

/** A browser's session. Only the hash of its cookie is kept, so that a copy of the database opens nothing. */
export interface SessionRecord {
  idHash: string;
  uid: number;
  /** ISO times, in UTC, so that they compare as text. */
  created: string;
  lastSeen: string;
  expires: string;
  signedInBy: 'launch' | 'password';
  /** The program and system that signed in, as its browser tells. */
  browser: string;
  /** Address that it signed in from. */
  address: string;
}

export class SessionRepository {
  readonly #table: Table<SessionRecord>;

  constructor(database: Database) {
    this.#table = new Table<SessionRecord>(database, 'sessions', {
      idHash: 'plain',
      uid: 'plain',
      created: 'plain',
      lastSeen: 'plain',
      expires: 'plain',
      signedInBy: 'plain',
      browser: 'plain',
      address: 'plain',
    });
  }

  insert(record: SessionRecord): void {
    this.#table.insert(record);
  }

  /** Also one that has expired: the caller compares `expires`. */
  get(idHash: string): SessionRecord | undefined {
    return this.#table.get({ idHash });
  }

  /** Those of a user, last used first; also expired ones. */
  list(uid: number): SessionRecord[] {
    return this.#table.find({ uid }, { order: 'last_seen DESC, created DESC' });
  }

  update(idHash: string, changes: Partial<Pick<SessionRecord, 'lastSeen' | 'expires'>>): boolean {
    return this.#table.update({ idHash }, changes) > 0;
  }

  delete(idHash: string): boolean {
    return this.#table.delete({ idHash }) > 0;
  }

  /** @param now ISO time @returns how many had expired */
  deleteExpired(now: string): number {
    return this.#table.run('DELETE FROM sessions WHERE expires <= ?', now).changes;
  }
}
