import { execFile } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where distributions and Homebrew put servers; they are often not in a user's PATH. */
const folders = [
  ...new Set([
    ...(process.env.PATH ?? '').split(':').filter((folder) => folder.startsWith('/')),
    '/usr/sbin',
    '/usr/bin',
    '/usr/local/sbin',
    '/usr/local/bin',
    '/opt/homebrew/sbin',
    '/opt/homebrew/bin',
    '/opt/homebrew/opt/php/sbin',
    '/usr/local/opt/php/sbin',
    '/opt/local/sbin',
  ]),
];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function find(name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

/** php-fpm of the highest version: Debian names them by version (php-fpm8.2), others plainly. */
function findPhpFpm(): string | undefined {
  const versioned = folders.flatMap((folder) => {
    try {
      return readdirSync(folder).filter((name) => /^php-fpm\d+\.\d+$/.test(name));
    } catch {
      return [];
    }
  });
  const newest = [...new Set(versioned)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  return (newest && find(newest)) ?? find('php-fpm');
}

export interface InstalledServers {
  haproxy: string | undefined;
  nginx: string | undefined;
  phpFpm: string | undefined;
}

/** Absolute paths of the servers installed on this computer. */
export function installedServers(): InstalledServers {
  if (process.platform === 'win32') return { haproxy: undefined, nginx: undefined, phpFpm: undefined };
  return { haproxy: find('haproxy'), nginx: find('nginx'), phpFpm: findPhpFpm() };
}

/** What a server calls its version, for example "2.6.12"; undefined when it does not say. */
export function serverVersion(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    // nginx writes it to the error output.
    execFile(path, ['-v'], { timeout: 5000 }, (_, stdout, stderr) => {
      resolve(/(\d+\.\d+\.\d+)/.exec(`${stdout}${stderr}`)?.[1]);
    });
  });
}
