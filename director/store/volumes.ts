import type { Database } from 'better-sqlite3';
import { Table } from './table.ts';

/** A volume as it should exist. Written before the cloud is asked for it, so that what a crash leaves is known. */
export interface VolumeRecord {
  /** 8 hex digits. */
  id: string;
  aid: number;
  sid: number;
  /** Unique within its application. */
  name: string;
  /** Megabytes. */
  size: number;
  cloud: string;
  /** The instance it is attached to; null for none. */
  vmid: string | null;
  /** "" while it is attached to none. */
  device: string;
  /** Where programs in the instance find it. */
  path: string;
  kept: string;
  watched: boolean;
  state: 'creating' | 'kept' | 'destroying';
  requestId: string;
  /** ISO time. */
  created: string;
}
export type VolumeFilter = Partial<Pick<VolumeRecord, 'aid' | 'sid' | 'name' | 'vmid' | 'state'>>;
export type VolumeChanges = Partial<Pick<VolumeRecord, 'vmid' | 'device' | 'path' | 'kept' | 'watched' | 'state'>>;

export class VolumeRepository {
  readonly #table: Table<VolumeRecord>;

  constructor(database: Database) {
    this.#table = new Table<VolumeRecord>(database, 'volumes', {
      id: 'plain',
      aid: 'plain',
      sid: 'plain',
      name: 'plain',
      size: 'plain',
      cloud: 'plain',
      vmid: 'plain',
      device: 'plain',
      path: 'plain',
      kept: 'plain',
      watched: 'boolean',
      state: 'plain',
      requestId: 'plain',
      created: 'plain',
    });
  }

  insert(record: VolumeRecord): void {
    this.#table.insert(record);
  }

  find(aid: number, name: string): VolumeRecord | undefined {
    return this.#table.get({ aid, name });
  }

  /** Oldest first. */
  list(filter: VolumeFilter = {}): VolumeRecord[] {
    return this.#table.find(filter, { order: 'created, rowid' });
  }

  update(id: string, changes: VolumeChanges): void {
    this.#table.update({ id }, changes);
  }

  /** Takes note that an instance is gone. @returns the volumes that were attached to it */
  release(vmid: string): VolumeRecord[] {
    const released = this.list({ vmid });
    this.#table.update({ vmid }, { vmid: null, device: '' });
    return released;
  }

  delete(id: string): void {
    this.#table.delete({ id });
  }
}
