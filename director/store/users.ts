import type { Database } from 'better-sqlite3';
import type { UserRole } from '../contract/user.ts';
import { guarded } from './failures.ts';
import { Table } from './table.ts';

export interface UserRecord {
  uid: number;
  username: string;
  email: string;
  firstName: string;
  lastName: string;
  affiliation: string;
  role: UserRole;
  enabled: boolean;
  /** PHC string; null where the user cannot sign in with a password. */
  passwordHash: string | null;
  /** Changed by `credits` only, together with an entry of the history. */
  credit: number;
  /** ISO time. */
  created: string;
  /** ISO time, rounded down by up to an hour; null who never came. */
  lastSeen: string | null;
}
export type UserChanges = Partial<Omit<UserRecord, 'uid' | 'username' | 'credit' | 'created'>>;

/** What exists of one user. */
interface Holdings {
  uid: number;
  applications: number;
  instances: number;
}

const blank = { firstName: '', lastName: '', affiliation: '', enabled: true, passwordHash: null };

export class UserRepository {
  readonly #table: Table<UserRecord>;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    this.#table = new Table<UserRecord>(database, 'users', {
      uid: 'plain',
      username: 'plain',
      email: 'plain',
      firstName: 'plain',
      lastName: 'plain',
      affiliation: 'plain',
      role: 'plain',
      enabled: 'boolean',
      passwordHash: 'plain',
      credit: 'plain',
      created: 'plain',
      lastSeen: 'plain',
    });
  }

  /**
   * The person this computer belongs to: the first administrator who is enabled, made with these names when there is none.
   * Has no password at first; the launch token signs them in.
   */
  ensureOwner(username: string, email: string): UserRecord {
    const [owner] = this.#table.find({ role: 'administrator', enabled: true }, { order: 'uid', limit: 1 });
    if (owner) return owner;
    const created = new Date().toISOString();
    return this.insert({ ...blank, username, email, role: 'administrator', credit: 0, created, lastSeen: null });
  }

  /** @returns the record with its new uid; uids are never used again */
  insert(record: Omit<UserRecord, 'uid'>): UserRecord {
    return { uid: this.#table.insert(record), ...record };
  }

  get(uid: number): UserRecord | undefined {
    return this.#table.get({ uid });
  }

  /** By the name; capital and small letters (of ASCII) are the same. */
  findByUsername(username: string): UserRecord | undefined {
    return this.#table.select('WHERE lower(username) = lower(?)', username)[0];
  }

  /** By the e-mail address; capital and small letters (of ASCII) are the same. */
  findByEmail(email: string): UserRecord | undefined {
    return this.#table.select('WHERE lower(email) = lower(?)', email)[0];
  }

  /** By uid, upwards. */
  list(): UserRecord[] {
    return this.#table.find({}, { order: 'uid' });
  }

  /** How many applications and instances each user has, by uid; in one query for all. */
  holdings(): Map<number, Holdings> {
    const sql = `
      SELECT uid,
        (SELECT count(*) FROM applications WHERE applications.uid = users.uid) AS applications,
        (SELECT count(*) FROM instances WHERE instances.uid = users.uid) AS instances
      FROM users`;
    const rows = guarded(() => this.#database.prepare<[], Holdings>(sql).all());
    return new Map(rows.map((row) => [row.uid, row]));
  }

  /** Whether another than this one is an administrator who can sign in. */
  hasOtherAdministrator(uid: number): boolean {
    return this.#table.find({ role: 'administrator', enabled: true }).some((user) => user.uid !== uid);
  }

  /** @returns whether there was one */
  update(uid: number, changes: UserChanges): boolean {
    return this.#table.update({ uid }, changes) > 0;
  }

  /** Sessions and the history of credits go with it. Refused by the database while it has applications. */
  delete(uid: number): boolean {
    return this.#table.delete({ uid }) > 0;
  }
}
