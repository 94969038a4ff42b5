import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { readablePaths, type SandboxView, sandboxArguments } from './sandbox.ts';

/** How instances are kept apart on this computer. */
export type Isolation = { kind: 'bubblewrap'; command: string; version: string } | { kind: 'none'; why: string };

/**
 * Looks whether bubblewrap works here by running Node in a sandbox. Some systems forbid user namespaces, containers often
 * forbid mounting /proc.
 */
export async function findIsolation(node: string): Promise<Isolation> {
  if (process.platform !== 'linux') return { kind: 'none', why: 'this system has no bubblewrap' };
  const command = whereIs('bwrap');
  if (command === undefined) return { kind: 'none', why: 'bubblewrap (bwrap) is not installed' };
  const folder = await mkdtemp(join(tmpdir(), 'conpaas-sandbox-'));
  try {
    const view: SandboxView = {
      readOnly: readablePaths([node]),
      writable: [],
      temporary: folder,
      hidden: [],
      workingDirectory: '/tmp',
      accounts: { passwd: '/dev/null', group: '/dev/null' },
    };
    const run = promisify(execFile);
    const { stdout } = await run(command, ['--version'], { timeout: 10_000 });
    await run(command, [...sandboxArguments(view), '--', node, '--version'], { timeout: 20_000, env: {} });
    return { kind: 'bubblewrap', command, version: /[\d.]+/.exec(stdout)?.[0] ?? '' };
  } catch (error) {
    const text = String((error as { stderr?: unknown }).stderr ?? '').trim() || String(error);
    return { kind: 'none', why: `bubblewrap does not work on this system (${text.slice(0, 300)})` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Absolute path of a program of this system, also where /usr/sbin is not in the caller's PATH. */
export function whereIs(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/bin', '/usr/sbin', '/sbin'];
  return folders
    .filter((folder) => folder.startsWith(sep))
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
