import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { ConpaasError } from '../contract/errors.ts';
import type { Logger } from '../logging/logger.ts';
import { sqliteCode } from './failures.ts';
import { latestVersion, migrate } from './migrate.ts';

const busyTimeoutMs = 5000;

export interface StoreOptions {
  /** Path of the database, or ":memory:" in tests. */
  file: string;
  /** Folder for the copies made before migrations; made when it is needed. */
  backups: string;
  log: Logger;
}

/**
 * Opens the file with the settings of the Director: every commit is on the disk before it returns, so a power cut loses nothing.
 * @throws ConpaasError DATABASE_DAMAGED, DATABASE_NEWER, STORAGE_FULL
 */
export function openDatabase({ file, backups, log }: StoreOptions): Database.Database {
  const existed = file !== ':memory:' && existsSync(file) && statSync(file).size > 0;
  try {
    if (existed) check(file, log);
    else if (file !== ':memory:') makeFile(file);
    const database = new Database(file, { timeout: busyTimeoutMs });
    try {
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = FULL');
      migrate(database, { backups, log, existed });
      database.pragma('foreign_keys = ON');
      return database;
    } catch (thrown) {
      database.close();
      throw thrown;
    }
  } catch (thrown) {
    throw explained(file, thrown);
  }
}

/**
 * Looks at the file over a connection that cannot write, so that a damaged one stays as it is for whoever repairs it.
 * The whole of it is read only when the last Director did not close it: an orderly end leaves no write-ahead log.
 */
function check(file: string, log: Logger): void {
  const closedOrderly = !existsSync(`${file}-wal`) || statSync(`${file}-wal`).size === 0;
  const database = new Database(file, { readonly: true, timeout: busyTimeoutMs });
  try {
    const version = Number(database.pragma('user_version', { simple: true }));
    if (version > latestVersion) throw new ConpaasError('DATABASE_NEWER', { file, version, known: latestVersion });
    if (closedOrderly) return;
    log.warn({ file }, 'The Director did not end orderly; checking the database');
    const [first] = database.pragma('quick_check(1)', { simple: false }) as { quick_check: string }[];
    if (first?.quick_check !== 'ok') throw damaged(file, first?.quick_check ?? 'the check gave no answer');
  } finally {
    database.close();
  }
}

/** Readable by the owner only; SQLite gives the files beside it the same permissions. */
function makeFile(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

function damaged(file: string, why: string, cause?: unknown): ConpaasError {
  return new ConpaasError('DATABASE_DAMAGED', { file, why }, { cause });
}

function explained(file: string, thrown: unknown): unknown {
  const code = sqliteCode(thrown);
  if (code === 'SQLITE_FULL') return new ConpaasError('STORAGE_FULL', { place: file }, { cause: thrown });
  return code && thrown instanceof Error ? damaged(file, thrown.message, thrown) : thrown;
}
