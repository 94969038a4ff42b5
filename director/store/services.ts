import type { Database, Transaction } from 'better-sqlite3';
import { ConpaasError } from '../contract/errors.ts';
import type { Service } from '../contract/service.ts';
import { Table } from './table.ts';

/** `id` is unique over the Director, `sid` within the application; neither is used again. */
export type ServiceRecord = Service;
export type NewService = Pick<ServiceRecord, 'type' | 'name'>;
export type ServiceChanges = Partial<Omit<ServiceRecord, 'id' | 'aid' | 'sid' | 'type' | 'created'>>;

export class ServiceRepository {
  readonly #table: Table<ServiceRecord>;
  readonly #create: Transaction<(aid: number, service: NewService) => ServiceRecord>;

  constructor(database: Database) {
    this.#table = new Table<ServiceRecord>(database, 'services', {
      id: 'plain',
      aid: 'plain',
      sid: 'plain',
      type: 'plain',
      name: 'plain',
      state: 'plain',
      reason: 'json',
      cloud: 'plain',
      url: 'plain',
      runtime: 'plain',
      created: 'plain',
    });
    const takeSid = database
      .prepare<[number], number>('UPDATE applications SET next_sid = next_sid + 1 WHERE aid = ? RETURNING next_sid - 1')
      .pluck();
    this.#create = database.transaction((aid: number, service: NewService) => {
      const sid = takeSid.get(aid);
      if (sid === undefined) throw new ConpaasError('APPLICATION_NOT_FOUND');
      const record = {
        aid,
        sid,
        type: service.type,
        name: service.name,
        state: 'INIT' as const,
        reason: null,
        cloud: null,
        url: null,
        runtime: null,
        created: new Date().toISOString(),
      };
      return { id: this.#table.insert(record), ...record };
    });
  }

  /**
   * A new service in the state INIT with the application's next sid.
   * @throws ConpaasError APPLICATION_NOT_FOUND
   */
  create(aid: number, service: NewService): ServiceRecord {
    return this.#create.immediate(aid, service);
  }

  get(aid: number, sid: number): ServiceRecord | undefined {
    return this.#table.get({ aid, sid });
  }

  list(aid: number): ServiceRecord[] {
    return this.#table.find({ aid }, { order: 'sid' });
  }

  listByUser(uid: number): ServiceRecord[] {
    return this.#table.select(
      'JOIN applications ON applications.aid = services.aid WHERE applications.uid = ? ORDER BY services.aid, services.sid',
      uid,
    );
  }

  /**
   * @returns the record as it is now
   * @throws ConpaasError SERVICE_NOT_FOUND
   */
  update(aid: number, sid: number, changes: ServiceChanges): ServiceRecord {
    this.#table.update({ aid, sid }, changes);
    const record = this.get(aid, sid);
    if (!record) throw new ConpaasError('SERVICE_NOT_FOUND', { aid, sid });
    return record;
  }

  /** Refused by the database while it has instances. @returns whether there was one */
  delete(aid: number, sid: number): boolean {
    return this.#table.delete({ aid, sid }) > 0;
  }
}
