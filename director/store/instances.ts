import type { Database, Statement } from 'better-sqlite3';
import { guarded } from './failures.ts';
import { Table } from './table.ts';

/** An instance as it should exist. Written before the cloud is asked for it, so that what a crash leaves is known. */
export interface InstanceRecord {
  /** A number for people and old clients; never used again. */
  rid: number;
  vmid: string;
  cloud: string;
  name: string;
  kind: 'manager' | 'agent';
  uid: number;
  aid: number;
  /** null for a manager. */
  sid: number | null;
  /** Role in the service, for example "proxybackendweb"; null for a manager. */
  role: string | null;
  /** The request for nodes that it was made for. */
  requestId: string | null;
  /** null until the cloud gave it one. */
  address: string | null;
  /** Real port for each standard one. */
  ports: Record<string, number>;
  state: 'creating' | 'running' | 'destroying';
  /** ISO time. */
  created: string;
  /** Hours paid for so far. */
  charged: number;
  /** Until where on the meter of its cloud it is paid (milliseconds, credits/meter.ts); null while nothing is charged for it. */
  paidUntil: number | null;
}
export type NewInstance = Omit<InstanceRecord, 'rid'>;
export type InstanceFilter = Partial<Pick<InstanceRecord, 'uid' | 'aid' | 'sid' | 'kind' | 'requestId' | 'state'>>;
export type InstanceChanges = Partial<Pick<InstanceRecord, 'role' | 'address' | 'ports' | 'state'>>;

/** An instance with what the text of its bill needs. */
export interface BilledInstance extends Pick<InstanceRecord, 'vmid' | 'uid' | 'aid' | 'sid'> {
  /** Names. */
  application: string;
  service: string | null;
}
/** An instance whose paid time is over. */
export type DueInstance = BilledInstance & Pick<InstanceRecord, 'charged' | 'paidUntil'>;
/** What an instance still has of its hour. */
export type PaidTime = Pick<InstanceRecord, 'cloud' | 'paidUntil'>;

const billed = `
  SELECT vmid, instances.uid, instances.aid, instances.sid, charged, paid_until AS "paidUntil",
    applications.name AS application, services.name AS service
  FROM instances JOIN applications USING (aid) LEFT JOIN services ON services.aid = instances.aid AND services.sid = instances.sid`;

export class InstanceRepository {
  readonly #table: Table<InstanceRecord>;
  readonly #due: Statement<[string, number], DueInstance>;
  readonly #bill: Statement<[string], BilledInstance>;
  readonly #pay: Statement<[number, number, string]>;
  readonly #paidTimes: Statement<[number], PaidTime>;

  constructor(database: Database) {
    this.#table = new Table<InstanceRecord>(database, 'instances', {
      rid: 'plain',
      vmid: 'plain',
      cloud: 'plain',
      name: 'plain',
      kind: 'plain',
      uid: 'plain',
      aid: 'plain',
      sid: 'plain',
      role: 'plain',
      requestId: 'plain',
      address: 'plain',
      ports: 'json',
      state: 'plain',
      created: 'plain',
      charged: 'plain',
      paidUntil: 'plain',
    });
    this.#due = database.prepare(`${billed}
      WHERE instances.cloud = ? AND (paid_until IS NULL OR paid_until <= ?)
        AND instances.state <> 'destroying' AND applications.state <> 'EPILOGUE'
      ORDER BY paid_until, rid`);
    this.#bill = database.prepare(`${billed} WHERE vmid = ?`);
    this.#pay = database.prepare('UPDATE instances SET charged = ?, paid_until = ? WHERE vmid = ?');
    this.#paidTimes = database.prepare(
      `SELECT cloud, paid_until AS "paidUntil" FROM instances WHERE uid = ? AND state <> 'destroying'`,
    );
  }

  insert(record: NewInstance): void {
    this.#table.insert(record);
  }

  get(vmid: string): InstanceRecord | undefined {
    return this.#table.get({ vmid });
  }

  /** Oldest first. A filter of null (sid, requestId) asks for those that have none. */
  list(filter: InstanceFilter = {}): InstanceRecord[] {
    return this.#table.find(filter, { order: 'created, rowid' });
  }

  /** @returns whether there was one */
  update(vmid: string, changes: InstanceChanges): boolean {
    return this.#table.update({ vmid }, changes) > 0;
  }

  /**
   * Instances of a cloud whose paid time is over, those that ran out first first. Not what is being ended.
   * @param meter where the meter of the cloud is
   */
  due(cloud: string, meter: number): DueInstance[] {
    return guarded(() => this.#due.all(cloud, meter));
  }

  billed(vmid: string): BilledInstance | undefined {
    return guarded(() => this.#bill.get(vmid));
  }

  pay(vmid: string, { charged, paidUntil }: { charged: number; paidUntil: number }): void {
    guarded(() => this.#pay.run(charged, paidUntil, vmid));
  }

  /** Nothing is charged any more: no hour is under way. */
  forgetPaidTimes(): void {
    this.#table.run('UPDATE instances SET paid_until = NULL WHERE paid_until IS NOT NULL');
  }

  /** Of all instances of a user that cost something: not of those that are being ended. */
  paidTimes(uid: number): PaidTime[] {
    return guarded(() => this.#paidTimes.all(uid));
  }

  /** @returns whether there is any, of anybody */
  any(): boolean {
    return this.#table.find({}, { limit: 1 }).length > 0;
  }

  /** @returns whether there was one */
  delete(vmid: string): boolean {
    return this.#table.delete({ vmid }) > 0;
  }
}
