import type { Database } from 'better-sqlite3';
import { Table } from './table.ts';

export interface User {
  uid: number;
  username: string;
  email: string;
  role: 'administrator' | 'user';
  /** ISO time. */
  created: string;
}

export class UserRepository {
  readonly #table: Table<User>;

  constructor(database: Database) {
    this.#table = new Table<User>(database, 'users', {
      uid: 'plain',
      username: 'plain',
      email: 'plain',
      role: 'plain',
      created: 'plain',
    });
  }

  /** The person this Director belongs to: the first administrator, who is made with these names when there is none. */
  ensureOwner(username: string, email: string): User {
    const [owner] = this.#table.find({ role: 'administrator' }, { order: 'uid', limit: 1 });
    if (owner) return owner;
    const user = { username, email, role: 'administrator' as const, created: new Date().toISOString() };
    return { uid: this.#table.insert(user), ...user };
  }

  get(uid: number): User | undefined {
    return this.#table.get({ uid });
  }
}
