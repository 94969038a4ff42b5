import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const folders = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  '/sbin',
  '/opt/homebrew/bin',
];

function installed(program: string): boolean {
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Whether the real programs that a test works with are on this computer: `describe.runIf(peers('nginx', 'php-fpm8.2'))`. Where one is missing
 * the tests are skipped and it is named; with CI=true that is a failure.
 */
export function peers(...programs: string[]): boolean {
  const missing = programs.filter((program) => !installed(program));
  if (missing.length === 0) return true;
  const text = `Not installed, so its tests are skipped: ${missing.join(', ')}`;
  if (process.env.CI === 'true') throw new Error(text);
  console.warn(text);
  return false;
}
