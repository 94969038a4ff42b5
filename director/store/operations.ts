import type { Database } from 'better-sqlite3';
import type { Operation } from '../contract/operation.ts';
import { Table } from './table.ts';

/** An operation with what its recovery needs to know. */
export interface OperationRecord extends Operation {
  data: Record<string, unknown>;
}
export type OperationFilter = Partial<Pick<OperationRecord, 'uid' | 'aid' | 'state'>> & { limit?: number };

export class OperationRepository {
  readonly #table: Table<OperationRecord>;

  constructor(database: Database) {
    this.#table = new Table<OperationRecord>(database, 'operations', {
      id: 'plain',
      kind: 'plain',
      title: 'plain',
      uid: 'plain',
      aid: 'plain',
      sid: 'plain',
      state: 'plain',
      steps: 'json',
      percent: 'plain',
      cancellable: 'boolean',
      timeLimit: 'plain',
      log: 'json',
      result: 'json',
      error: 'json',
      data: 'json',
      created: 'plain',
      finished: 'plain',
    });
  }

  insert(record: OperationRecord): void {
    this.#table.insert(record);
  }

  /** @returns whether there was one */
  update(id: string, changes: Partial<Omit<OperationRecord, 'id'>>): boolean {
    return this.#table.update({ id }, changes) > 0;
  }

  get(id: string): OperationRecord | undefined {
    return this.#table.get({ id });
  }

  /** Newest first. */
  list({ limit, ...filter }: OperationFilter = {}): OperationRecord[] {
    return this.#table.find(filter, { order: 'number DESC', ...(limit === undefined ? {} : { limit }) });
  }

  /** Deletes finished operations but the newest `keep`. @returns how many */
  deleteOld(keep = 1000): number {
    return this.#table.run(
      `DELETE FROM operations WHERE finished IS NOT NULL AND number <=
         (SELECT number FROM operations WHERE finished IS NOT NULL ORDER BY number DESC LIMIT 1 OFFSET ?)`,
      keep,
    ).changes;
  }
}
