import type { Database, Statement } from 'better-sqlite3';
import { guarded } from './failures.ts';

/** How a column is kept: as it is, as JSON text, or as 0 and 1. */
type ColumnKind = 'plain' | 'json' | 'boolean';
type Columns<T> = { [K in keyof Required<T>]: ColumnKind };

type SqlValue = string | number | null;
type Row = Record<string, SqlValue>;

interface FindOptions {
  /** SQL of an ORDER BY, in column names. */
  order?: string;
  /** Most rows to return. */
  limit?: number;
}

const columnName = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The entries that were given: a key that is absent or undefined means "whatever" in a filter and "leave it" in a change. */
const given = (values: object): [string, unknown][] =>
  Object.entries(values).filter(([, value]) => value !== undefined);

/**
 * Plain typed records in a table: camelCase properties are snake_case columns. Repositories are built on it; SQL that is
 * more than an equality is written there, with `select`.
 */
export class Table<T extends object> {
  readonly #database: Database;
  readonly #name: string;
  readonly #columns: Record<string, ColumnKind>;
  readonly #selection: string;
  /** Keyed by their SQL, of which there are only as many as there are shapes of calls. */
  readonly #statements = new Map<string, Statement<SqlValue[], Row>>();

  constructor(database: Database, name: string, columns: Columns<T>) {
    this.#database = database;
    this.#name = name;
    this.#columns = columns;
    this.#selection = Object.keys(columns)
      .map((key) => `${name}.${columnName(key)} AS "${key}"`)
      .join(', ');
  }

  /** @param rest what follows FROM <table>: joins, WHERE, ORDER BY, with ? for the values */
  select(rest: string, ...values: SqlValue[]): T[] {
    const sql = `SELECT ${this.#selection} FROM ${this.#name} ${rest}`;
    return guarded(() => this.#prepare(sql).all(...values)).map((row) => this.#decode(row));
  }

  find(where: Partial<T>, options: FindOptions = {}): T[] {
    const filter = this.#filter(where);
    const order = options.order ? ` ORDER BY ${options.order}` : '';
    if (options.limit === undefined) return this.select(filter.sql + order, ...filter.values);
    return this.select(`${filter.sql}${order} LIMIT ?`, ...filter.values, options.limit);
  }

  get(where: Partial<T>): T | undefined {
    return this.find(where, { limit: 1 })[0];
  }

  /** @returns the number of the new row */
  insert(record: Partial<T>): number {
    const entries = given(record);
    const names = entries.map(([key]) => columnName(key)).join(', ');
    const marks = entries.map(() => '?').join(', ');
    const values = entries.map(([key, value]) => this.#encode(key, value));
    return Number(this.run(`INSERT INTO ${this.#name} (${names}) VALUES (${marks})`, ...values).lastInsertRowid);
  }

  /** @returns how many rows there were */
  update(where: Partial<T>, changes: Partial<T>): number {
    const entries = given(changes);
    if (entries.length === 0) return this.find(where).length;
    const assignments = entries.map(([key]) => `${columnName(key)} = ?`).join(', ');
    const values = entries.map(([key, value]) => this.#encode(key, value));
    const filter = this.#filter(where);
    return this.run(`UPDATE ${this.#name} SET ${assignments} ${filter.sql}`, ...values, ...filter.values).changes;
  }

  /** @returns how many rows there were */
  delete(where: Partial<T>): number {
    const filter = this.#filter(where);
    return this.run(`DELETE FROM ${this.#name} ${filter.sql}`, ...filter.values).changes;
  }

  /** Runs SQL that changes something. */
  run(sql: string, ...values: SqlValue[]) {
    return guarded(() => this.#prepare(sql).run(...values));
  }

  #prepare(sql: string): Statement<SqlValue[], Row> {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare<SqlValue[], Row>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #filter(where: Partial<T>): { sql: string; values: SqlValue[] } {
    const entries = given(where);
    if (entries.length === 0) return { sql: '', values: [] };
    return {
      // IS instead of =, so that null finds null.
      sql: `WHERE ${entries.map(([key]) => `${this.#name}.${columnName(key)} IS ?`).join(' AND ')}`,
      values: entries.map(([key, value]) => this.#encode(key, value)),
    };
  }

  #encode(key: string, value: unknown): SqlValue {
    const kind = this.#columns[key];
    if (kind === 'json') return value === null ? null : JSON.stringify(value);
    if (kind === 'boolean') return value ? 1 : 0;
    return value as SqlValue;
  }

  #decode(row: Row): T {
    const entries = Object.entries(row).map(([key, value]) => {
      const kind = this.#columns[key];
      if (kind === 'json') return [key, value === null ? null : JSON.parse(String(value))];
      return [key, kind === 'boolean' ? value === 1 : value];
    });
    return Object.fromEntries(entries) as T;
  }
}
