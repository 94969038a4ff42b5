import type { Database } from 'better-sqlite3';
import { Table } from './table.ts';

interface Setting {
  key: string;
  value: unknown;
}

/** Any JSON value by name; what a name means is told by the schemas of the contract. */
export class SettingRepository {
  readonly #table: Table<Setting>;

  constructor(database: Database) {
    this.#table = new Table<Setting>(database, 'settings', { key: 'plain', value: 'json' });
  }

  /** @returns undefined when it was never set */
  get(key: string): unknown {
    return this.#table.get({ key })?.value;
  }

  all(): Record<string, unknown> {
    return Object.fromEntries(this.#table.find({}).map(({ key, value }) => [key, value]));
  }

  set(key: string, value: unknown): void {
    this.#table.run(
      'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      JSON.stringify(value),
    );
  }

  delete(key: string): boolean {
    return this.#table.delete({ key }) > 0;
  }
}
