import Database from 'better-sqlite3';
import { ConpaasError } from '../contract/errors.ts';

/** Result code of SQLite, for example SQLITE_FULL, when that is what was thrown. */
export function sqliteCode(thrown: unknown): string | undefined {
  return thrown instanceof Database.SqliteError ? thrown.code : undefined;
}

/**
 * Runs one access to the database.
 * @throws ConpaasError STORAGE_FULL when the disk is full; whatever else SQLite says passes through
 */
export function guarded<T>(access: () => T): T {
  try {
    return access();
  } catch (thrown) {
    if (sqliteCode(thrown) === 'SQLITE_FULL')
      throw new ConpaasError('STORAGE_FULL', { place: 'the database of the Director' }, { cause: thrown });
    throw thrown;
  }
}
