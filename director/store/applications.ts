import type { Database } from 'better-sqlite3';
import { ConpaasError, type ErrorBody } from '../contract/errors.ts';
import type { State } from '../contract/state.ts';
import { sqliteCode } from './failures.ts';
import { Table } from './table.ts';

export interface ApplicationRecord {
  /** Never used again after the application is deleted. */
  aid: number;
  uid: number;
  name: string;
  state: State;
  reason: ErrorBody | null;
  /** Name of the cloud it was started on; null while it never was. */
  cloud: string | null;
  /** ISO time. */
  created: string;
  managerVmid: string | null;
}
export type ApplicationChanges = Partial<Omit<ApplicationRecord, 'aid' | 'uid' | 'created'>>;

export class ApplicationRepository {
  readonly #table: Table<ApplicationRecord>;

  constructor(database: Database) {
    this.#table = new Table<ApplicationRecord>(database, 'applications', {
      aid: 'plain',
      uid: 'plain',
      name: 'plain',
      state: 'plain',
      reason: 'json',
      cloud: 'plain',
      created: 'plain',
      managerVmid: 'plain',
    });
  }

  /**
   * A new application in the state INIT.
   * @throws ConpaasError NAME_TAKEN
   */
  create(uid: number, name: string): ApplicationRecord {
    const record = {
      uid,
      name,
      state: 'INIT' as const,
      reason: null,
      cloud: null,
      created: new Date().toISOString(),
      managerVmid: null,
    };
    return { aid: this.#naming(name, () => this.#table.insert(record)), ...record };
  }

  get(aid: number): ApplicationRecord | undefined {
    return this.#table.get({ aid });
  }

  /** @param uid whose; without it everybody's */
  list(uid?: number): ApplicationRecord[] {
    return this.#table.find(uid === undefined ? {} : { uid }, { order: 'aid' });
  }

  findByName(uid: number, name: string): ApplicationRecord | undefined {
    return this.#table.get({ uid, name });
  }

  /**
   * @returns the record as it is now
   * @throws ConpaasError APPLICATION_NOT_FOUND, NAME_TAKEN
   */
  update(aid: number, changes: ApplicationChanges): ApplicationRecord {
    this.#naming(changes.name ?? '', () => this.#table.update({ aid }, changes));
    const record = this.get(aid);
    if (!record) throw new ConpaasError('APPLICATION_NOT_FOUND');
    return record;
  }

  /** Its services go with it. Refused by the database while it has instances. @returns whether there was one */
  delete(aid: number): boolean {
    return this.#table.delete({ aid }) > 0;
  }

  #naming<T>(name: string, write: () => T): T {
    try {
      return write();
    } catch (thrown) {
      if (sqliteCode(thrown) === 'SQLITE_CONSTRAINT_UNIQUE')
        throw new ConpaasError('NAME_TAKEN', { name }, { cause: thrown });
      throw thrown;
    }
  }
}
