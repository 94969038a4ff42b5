import { chmod, lstat, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ScriptName, scriptNames } from '../scripts.ts';

/** No script that somebody wrote is longer; what is longer is left as it is. */
const longestBytes = 16 * 1024 * 1024;

/**
 * The folder with the scripts of a version: its top, or its only folder where none is at the top.
 * @param root the folder that the user chose
 */
export async function scriptFolder(version: string, root: string | null): Promise<string> {
  if (root !== null) return join(version, root);
  if ((await scriptsIn(version)).length > 0) return version;
  const folders = (await readdir(version, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const [only] = folders;
  if (folders.length !== 1 || only === undefined) return version;
  return (await scriptsIn(join(version, only.name))).length > 0 ? join(version, only.name) : version;
}

export async function hasScript(folder: string, name: ScriptName): Promise<boolean> {
  const entry = await stat(join(folder, name)).catch(() => undefined);
  return entry?.isFile() ?? false;
}

async function scriptsIn(folder: string): Promise<ScriptName[]> {
  const found = await Promise.all(scriptNames.map((name) => hasScript(folder, name)));
  return scriptNames.filter((_, index) => found[index]);
}

/**
 * Makes scripts runnable as they come from any computer: without the permission to execute, or with the line ends of Windows.
 * @returns the scripts whose line ends were replaced
 */
export async function prepareScripts(folder: string): Promise<ScriptName[]> {
  const replaced: ScriptName[] = [];
  for (const name of await scriptsIn(folder)) {
    const path = join(folder, name);
    // A link leads to a file that has another purpose too.
    if (!(await lstat(path)).isFile()) continue;
    if (await replaceLineEnds(path)) replaced.push(name);
    await chmod(path, 0o755);
  }
  return replaced;
}

async function replaceLineEnds(path: string): Promise<boolean> {
  if ((await stat(path)).size > longestBytes) return false;
  const bytes = await readFile(path);
  if (!bytes.includes('\r\n') || bytes.includes(0)) return false;
  await writeFile(path, bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  return true;
}

/** How a script is run: by the program that its first line names, else by bash, or sh where there is none. */
export async function commandOf(path: string): Promise<[string, ...string[]]> {
  const start = (await readFile(path)).subarray(0, 2).toString('latin1');
  if (start === '#!') return [path];
  const bash = ['/bin/bash', '/usr/bin/bash'];
  const found = await Promise.all(bash.map((shell) => stat(shell).catch(() => undefined)));
  return [bash.find((_, index) => found[index]) ?? '/bin/sh', path];
}
