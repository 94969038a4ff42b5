import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** How long the browser may take to read the file, in milliseconds. */
const fileLifetime = 60_000;

/** What opens a file in the user's browser, or undefined where there is no screen to open it on. */
export function openerOf(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): readonly string[] | undefined {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32.exe', 'url.dll,FileProtocolHandler'];
  return environment.DISPLAY || environment.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}

/**
 * Where the browser can read a file. One that is a snap (Ubuntu's Firefox) sees the home folder but no hidden folder in it,
 * and the data folder is in one.
 */
export function folderForBrowser(dataDirectory: string, home: string, hasSnaps: boolean): string {
  return hasSnaps && dataDirectory.startsWith(join(home, '.')) ? home : dataDirectory;
}

/** A page that goes on to the address. */
export function redirectPage(url: string): string {
  // Else a "</script>" in it would end the script.
  const text = JSON.stringify(url).replaceAll('<', '\\u003c');
  return `<!doctype html><meta charset="utf-8"><title>ConPaaS Nutshell</title><script>location.replace(${text})</script>`;
}

/**
 * Opens an address in the user's browser. As the address may hold a launch token, the browser is given a private file that
 * leads there: everybody on the computer can read the arguments of programs. The file is gone after a minute.
 * @returns false where there is no browser or no screen
 */
export async function openInBrowser(url: string, dataDirectory: string): Promise<boolean> {
  const [command, ...args] = openerOf(process.platform, process.env) ?? [];
  if (!command) return false;
  const folder = folderForBrowser(dataDirectory, homedir(), existsSync('/snap/bin'));
  const file = join(folder, `conpaas-nutshell-${process.pid}.html`);
  await writeFile(file, redirectPage(url), { mode: 0o600 });
  const removeNow = () => rmSync(file, { force: true });
  process.once('exit', removeNow);
  const opened = await run(command, [...args, file]);
  const remove = () => {
    process.off('exit', removeNow);
    return rm(file, { force: true });
  };
  if (opened) setTimeout(remove, fileLifetime).unref();
  else await remove();
  return opened;
}

/** @returns whether the program could be started and did not fail */
function run(command: string, args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true, windowsHide: true });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
    // It may stay for as long as the browser does.
    setTimeout(() => resolve(true), 3000).unref();
    child.unref();
  });
}
