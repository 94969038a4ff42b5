import { ConpaasError } from '../contract/errors.ts';

/** What an archive may hold when unpacked. */
export interface ArchiveLimits {
  bytes: number;
  /** Files, folders and links together, as each costs an inode. */
  files: number;
}

export const defaultLimits: ArchiveLimits = { bytes: 512 * 1024 * 1024, files: 50_000 };

export function tooLarge(limits: ArchiveLimits): ConpaasError {
  return new ConpaasError('ARCHIVE_TOO_LARGE', { limit: `${Math.round((limits.bytes / 1024 / 1024) * 10) / 10} MB` });
}
