import { ConpaasError } from '../contract/errors.ts';

// What file systems in use take as one name, and Linux as a path.
const nameLimitBytes = 255;
const pathLimitBytes = 4096;

/**
 * The folders and the name of a member.
 * @param name as written in the archive, with slashes
 * @returns an empty list for the top folder itself
 * @throws ConpaasError ARCHIVE_PATH for anything that is, or on some system would be, outside of the archive
 */
export function safePath(name: string, file: string): string[] {
  // A backslash and a drive letter lead out of the tree on Windows, wherever the archive was made.
  if (/[\0\\]/.test(name) || name.startsWith('/') || /^[A-Za-z]:/.test(name)) throw pathError(name);
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw pathError(name);
  if (Buffer.byteLength(name) > pathLimitBytes || parts.some((part) => Buffer.byteLength(part) > nameLimitBytes)) {
    throw new ConpaasError('ARCHIVE_DAMAGED', { file, why: `the name "${shortened(name)}" is too long` });
  }
  return parts;
}

function pathError(name: string): ConpaasError {
  return new ConpaasError('ARCHIVE_PATH', { member: shortened(name) });
}

/** A name as shown to people: no control characters, not longer than a line. */
export function shortened(name: string): string {
  const printable = name.replace(/\p{Cc}/gu, '?');
  return printable.length > 120 ? `${printable.slice(0, 120)}…` : printable;
}

/**
 * Checks that a symbolic link stays in the tree, also when its target goes through other links.
 *
 * Its folder is a real one, since nothing is written through links. So ".." at the beginning of the target leads where it
 * says; what follows only goes down, or through links that were checked the same way. A ".." further on could come
 * after a link and lead elsewhere than it says, so it is refused.
 * @param parts of the link itself
 */
export function checkLink(parts: readonly string[], target: string): void {
  const steps = target.split('/').filter((step) => step !== '' && step !== '.');
  const rising = steps.findIndex((step) => step !== '..');
  const up = rising === -1 ? steps.length : rising;
  const outside =
    target === '' ||
    /[\0\\]/.test(target) ||
    target.startsWith('/') ||
    /^[A-Za-z]:/.test(target) ||
    up > parts.length - 1 ||
    steps.slice(up).includes('..');
  if (outside)
    throw new ConpaasError('ARCHIVE_LINK', { member: shortened(parts.join('/')), target: shortened(target) });
}
