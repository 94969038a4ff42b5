import type { Database } from 'better-sqlite3';
import { Table } from './table.ts';

/** An instance as it should exist. Written before the cloud is asked for it, so that what a crash leaves is known. */
export interface InstanceRecord {
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
}
export type InstanceFilter = Partial<Pick<InstanceRecord, 'uid' | 'aid' | 'sid' | 'kind' | 'requestId' | 'state'>>;
export type InstanceChanges = Partial<Pick<InstanceRecord, 'role' | 'address' | 'ports' | 'state'>>;

export class InstanceRepository {
  readonly #table: Table<InstanceRecord>;

  constructor(database: Database) {
    this.#table = new Table<InstanceRecord>(database, 'instances', {
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
    });
  }

  insert(record: InstanceRecord): void {
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

  /** @returns whether there was one */
  delete(vmid: string): boolean {
    return this.#table.delete({ vmid }) > 0;
  }
}
