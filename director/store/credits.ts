import type { Database, Statement } from 'better-sqlite3';
import type { CreditEntry } from '../contract/credit.ts';
import { guarded } from './failures.ts';
import { Table } from './table.ts';

/** One line of the history of a user's credits. */
export interface CreditEntryRecord extends Omit<CreditEntry, 'by'> {
  uid: number;
  /** Which hour of the instance was paid, from 1; null where none was. */
  hour: number | null;
  /** The administrator who gave or took it. */
  byUid: number | null;
}
export type NewCreditEntry = Omit<CreditEntryRecord, 'id'>;

/** An entry that is about no instance. */
export const aboutNothing = { aid: null, sid: null, vmid: null, hour: null, byUid: null };

type InsertValues = [
  uid: number,
  time: string,
  change: number,
  balance: number,
  kind: string,
  text: string,
  aid: number | null,
  sid: number | null,
  vmid: string | null,
  hour: number | null,
  byUid: number | null,
];

/** What users have, and how it came to that. A balance changes only together with an entry: call both in one transaction. */
export class CreditRepository {
  readonly #table: Table<CreditEntryRecord>;
  readonly #insert: Statement<InsertValues>;
  readonly #balance: Statement<[number], { credit: number }>;

  constructor(database: Database) {
    this.#table = new Table<CreditEntryRecord>(database, 'credit_entries', {
      id: 'plain',
      uid: 'plain',
      time: 'plain',
      change: 'plain',
      balance: 'plain',
      kind: 'plain',
      text: 'plain',
      aid: 'plain',
      sid: 'plain',
      vmid: 'plain',
      hour: 'plain',
      byUid: 'plain',
    });
    // Thousands at once are written by a pass: a statement of its own, as the table's way costs twice the time.
    this.#insert = database.prepare(`
      INSERT INTO credit_entries (uid, time, change, balance, kind, text, aid, sid, vmid, hour, by_uid)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`);
    this.#balance = database.prepare('SELECT credit FROM users WHERE uid = ?');
  }

  /** @returns undefined where there is no such user */
  balance(uid: number): number | undefined {
    return guarded(() => this.#balance.get(uid))?.credit;
  }

  setBalance(uid: number, credit: number): void {
    this.#table.run('UPDATE users SET credit = ? WHERE uid = ?', credit, uid);
  }

  /** @returns false, and writes nothing, when this hour of this instance is paid already */
  insert(entry: NewCreditEntry): boolean {
    const { uid, time, change, balance, kind, text, aid, sid, vmid, hour, byUid } = entry;
    const run = () => this.#insert.run(uid, time, change, balance, kind, text, aid, sid, vmid, hour, byUid);
    return guarded(run).changes > 0;
  }

  /** What a new user gets; to be called in the transaction that makes them. @param time ISO time */
  grantInitial(uid: number, credit: number, time: string): void {
    this.setBalance(uid, credit);
    const text = 'Initial credit';
    this.insert({ ...aboutNothing, uid, time, change: credit, balance: credit, kind: 'initial', text });
  }

  /** Newest first. @param before only entries older than the one with this id */
  list(uid: number, { before, limit }: { before?: number | undefined; limit: number }): CreditEntryRecord[] {
    const newest = before ?? Number.MAX_SAFE_INTEGER;
    return this.#table.select('WHERE uid = ? AND id < ? ORDER BY id DESC LIMIT ?', uid, newest, limit);
  }

  /** Forgets payments and refunds older than this; what was granted stays. @param time ISO time @returns how many */
  deleteOld(time: string): number {
    return this.#table.run("DELETE FROM credit_entries WHERE kind IN ('charge', 'refund') AND time < ?", time).changes;
  }
}
