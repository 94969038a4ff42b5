import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../../../director/logging/logger.ts';
import { migrate } from '../../../director/store/migrate.ts';

const first = 'CREATE TABLE shelves (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;';
const second = 'ALTER TABLE shelves ADD COLUMN colour TEXT;';

let directory: string;
let database: Database.Database;
const backups = () => join(directory, 'backups');
const version = () => database.pragma('user_version', { simple: true });
const steps = (existed: boolean, ...sql: string[]) =>
  migrate(database, { backups: backups(), log: silentLogger, existed, steps: sql });

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'conpaas-migrate-'));
  database = new Database(join(directory, 'director.db'));
});
afterEach(() => {
  database.close();
  rmSync(directory, { recursive: true });
});

describe('a migration', () => {
  test('of a new database makes no copy', () => {
    steps(false, first, second);
    expect(version()).toBe(2);
    expect(existsSync(backups())).toBe(false);
  });

  test('keeps what was there and copies it before', () => {
    steps(false, first);
    database.exec("INSERT INTO shelves VALUES (1, 'cheese')");
    steps(true, first, second);
    expect(version()).toBe(2);
    expect(database.prepare('SELECT * FROM shelves').all()).toEqual([{ id: 1, name: 'cheese', colour: null }]);

    const [name = '', ...others] = readdirSync(backups());
    expect(others).toEqual([]);
    expect(name).toMatch(/^director-v1-\d{8}T\d{6}\.\d{3}Z\.db$/);
    if (process.platform !== 'win32') expect(statSync(join(backups(), name)).mode & 0o777).toBe(0o600);
    const copy = new Database(join(backups(), name), { readonly: true });
    expect(copy.pragma('user_version', { simple: true })).toBe(1);
    expect(copy.prepare('SELECT * FROM shelves').all()).toEqual([{ id: 1, name: 'cheese' }]);
    copy.close();
  });

  test('is not run again', () => {
    steps(false, first);
    steps(true, first);
    expect(existsSync(backups())).toBe(false);
  });

  test('that fails changes nothing, and those before it stay', () => {
    const broken = `${second} INSERT INTO shelves (id, name) VALUES (1, 'half'); INSERT INTO nowhere VALUES (1);`;
    expect(() => steps(false, first, broken)).toThrow('nowhere');
    expect(version()).toBe(1);
    expect(database.prepare('SELECT * FROM shelves').all()).toEqual([]);
    expect(database.prepare("SELECT name FROM pragma_table_info('shelves')").pluck().all()).toEqual(['id', 'name']);
  });

  test('that would leave broken references is refused', () => {
    const books = `CREATE TABLE books (shelf INTEGER REFERENCES shelves (id)) STRICT; INSERT INTO books VALUES (7);`;
    expect(() => steps(false, first, books)).toThrow('1 broken references');
    expect(version()).toBe(1);
  });

  test('may rebuild a table that others refer to', () => {
    const books = `CREATE TABLE books (shelf INTEGER REFERENCES shelves (id)) STRICT;
      INSERT INTO shelves VALUES (1, 'cheese'); INSERT INTO books VALUES (1);`;
    const rebuild = `CREATE TABLE better (id INTEGER PRIMARY KEY, name TEXT) STRICT; INSERT INTO better SELECT * FROM shelves;
      DROP TABLE shelves; ALTER TABLE better RENAME TO shelves;`;
    database.pragma('foreign_keys = ON');
    steps(false, first, books, rebuild);
    expect(version()).toBe(3);
  });
});
