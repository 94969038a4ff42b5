import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Logger } from '../logging/logger.ts';
import { beginning } from './migrations/0001-beginning.ts';
import { usersAndCredits } from './migrations/0002-users-credits.ts';
import { volumes } from './migrations/0003-volumes.ts';

/** In order, and never changed once released: the database's user_version says how many of them it has. */
const migrations: readonly string[] = [beginning, usersAndCredits, volumes];

export const latestVersion = migrations.length;

interface MigrationOptions {
  backups: string;
  log: Logger;
  /** Whether there is something in the database that a copy could save. */
  existed: boolean;
  /** Others than the released ones, in tests. */
  steps?: readonly string[];
}

/**
 * Brings the database to the newest version, each step in a transaction of its own: it is done as a whole or not at all.
 * Foreign keys are off meanwhile, as rebuilding a table needs, and checked before each step is committed.
 */
export function migrate(database: Database, { backups, log, existed, steps = migrations }: MigrationOptions): void {
  const from = Number(database.pragma('user_version', { simple: true }));
  if (from >= steps.length) return;
  if (existed) log.info({ copy: copy(database, backups, from) }, 'Copied the database before its migration');
  database.pragma('foreign_keys = OFF');
  for (const [index, sql] of steps.entries()) {
    const version = index + 1;
    if (version <= from) continue;
    database
      .transaction(() => {
        database.exec(sql);
        const broken = database.pragma('foreign_key_check') as unknown[];
        if (broken.length > 0) throw new Error(`migration ${version} leaves ${broken.length} broken references`);
        database.pragma(`user_version = ${version}`);
      })
      .immediate();
    log.info(`Migrated the database to version ${version}`);
  }
}

/** @returns path of the copy */
function copy(database: Database, backups: string, version: number): string {
  mkdirSync(backups, { recursive: true, mode: 0o700 });
  const time = new Date().toISOString().replace(/[-:]/g, '');
  const file = join(backups, `director-v${version}-${time}.db`);
  database.prepare('VACUUM INTO ?').run(file);
  chmodSync(file, 0o600);
  return file;
}
