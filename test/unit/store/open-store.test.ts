import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../../../director/logging/logger.ts';
import { latestVersion } from '../../../director/store/migrate.ts';
import { openStore, type Store } from '../../../director/store/store.ts';

let directory: string;
let open: Store[];
const file = () => join(directory, 'director.db');
const backups = () => join(directory, 'backups');

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'conpaas-store-'));
  open = [];
});
afterEach(() => {
  for (const store of open) store.close();
  rmSync(directory, { recursive: true });
});

function openIt(): Store {
  const store = openStore({ file: file(), backups: backups(), log: silentLogger });
  open.push(store);
  return store;
}

/** Looks at the file beside the store. */
function inspect<T>(look: (database: Database.Database) => T): T {
  const database = new Database(file());
  try {
    return look(database);
  } finally {
    database.close();
  }
}

describe('opening the store', () => {
  test('makes a database of the newest version, readable by the owner only', () => {
    openIt().close();
    expect(inspect((database) => database.pragma('user_version', { simple: true }))).toBe(latestVersion);
    if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(existsSync(backups())).toBe(false);
  });

  test('finds what was written before', () => {
    const first = openIt();
    const owner = first.users.ensureOwner('anna', 'anna@example.org');
    first.close();
    expect(openIt().users.get(owner.uid)).toEqual(owner);
  });

  test('makes strict tables only', () => {
    openIt().close();
    const loose = inspect((database) =>
      database.prepare("SELECT name FROM pragma_table_list WHERE strict = 0 AND name NOT LIKE 'sqlite_%'").all(),
    );
    expect(loose).toEqual([]);
  });

  test('works without a file, for tests', () => {
    const store = openStore({ file: ':memory:', backups: backups(), log: silentLogger });
    open.push(store);
    expect(store.users.ensureOwner('anna', 'a@example.org').uid).toBe(1);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('closing the store', () => {
  test('leaves one file', () => {
    const store = openIt();
    store.users.ensureOwner('anna', 'a@example.org');
    expect(readdirSync(directory)).toContain('director.db-wal');
    store.close();
    store.close();
    expect(readdirSync(directory)).toEqual(['director.db']);
  });
});

describe('a transaction', () => {
  test('writes everything or nothing', () => {
    const store = openIt();
    const { uid } = store.users.ensureOwner('anna', 'a@example.org');
    const failing = () =>
      store.transaction(() => {
        store.applications.create(uid, 'one');
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect(store.applications.list()).toEqual([]);
    expect(store.transaction(() => store.applications.create(uid, 'two')).name).toBe('two');
    expect(store.applications.list()).toHaveLength(1);
  });

  test('may hold another, which is undone alone', () => {
    const store = openIt();
    const { uid } = store.users.ensureOwner('anna', 'a@example.org');
    store.transaction(() => {
      store.applications.create(uid, 'outer');
      const inner = () =>
        store.transaction(() => {
          store.applications.create(uid, 'inner');
          throw new Error('no');
        });
      expect(inner).toThrow('no');
    });
    expect(store.applications.list().map(({ name }) => name)).toEqual(['outer']);
  });
});

describe('a database that cannot be used', () => {
  function expectUntouched(): void {
    const before = contents();
    expect(openIt).toThrow(expect.objectContaining({ code: 'DATABASE_DAMAGED' }));
    expect(contents()).toEqual(before);
  }

  /** Hash of the database and of the log beside it; the index of the log (-shm) is made anew whenever it is needed. */
  function contents(): Record<string, string> {
    const names = readdirSync(directory).filter((name) => !name.endsWith('-shm'));
    return Object.fromEntries(
      names.map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(directory, name)))
          .digest('hex'),
      ]),
    );
  }

  test('as it is no database is told and left as it is', () => {
    writeFileSync(file(), 'this was a letter to my aunt, and it is longer than a header of a database. '.repeat(20));
    expectUntouched();
  });

  test('as its first page was overwritten is told and left as it is', () => {
    openIt().close();
    const bytes = readFileSync(file());
    bytes.fill(0xff, 100, 4096);
    writeFileSync(file(), bytes);
    expectUntouched();
  });

  test('as it was damaged when the Director was killed is told and left as it is', async () => {
    openIt().close();
    const page = Number(
      inspect((database) =>
        database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'certificates'").pluck().get(),
      ),
    );
    await killWriter();
    const bytes = readFileSync(file());
    // A page that opening does not read, nor the log beside the file holds: only the check of the whole finds it.
    bytes.fill(0xff, 4096 * (page - 1), 4096 * page);
    writeFileSync(file(), bytes);
    expectUntouched();
  });

  test('as a newer version wrote it is told', () => {
    openIt().close();
    inspect((database) => database.pragma(`user_version = ${latestVersion + 1}`));
    expect(openIt).toThrow(expect.objectContaining({ code: 'DATABASE_NEWER' }));
  });

  test('as it is a folder is told', () => {
    const openFolder = () => openStore({ file: directory, backups: backups(), log: silentLogger });
    expect(openFolder).toThrow(expect.objectContaining({ code: 'DATABASE_DAMAGED' }));
  });
});

/** Has a process write into the database, kills it, and gives the names that it had said to be written. */
async function killWriter(): Promise<string[]> {
  const script = join(import.meta.dirname, 'store-writer.child.ts');
  const child = spawn(process.execPath, [script, file(), backups()], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const said: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    said.push(line);
    if (said.length === 20) child.kill('SIGKILL');
  }
  await exited;
  return said;
}

test('nothing that was written is lost when the Director is killed', async () => {
  const said = await killWriter();
  expect(said.length).toBeGreaterThanOrEqual(20);
  expect(existsSync(`${file()}-wal`)).toBe(true);
  const names = openIt()
    .applications.list()
    .map(({ name }) => name);
  expect(names.slice(0, said.length)).toEqual(said);
});
