import { spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { linuxStartTime } from './linux.ts';
import type { ProcessIdentity } from './process-entry.ts';
import { processStartTime } from './start-time.ts';

export interface DetachedProgram {
  command: string;
  args: readonly string[];
  cwd: string;
  /** The whole environment; nothing is added from that of the caller. */
  env: Readonly<Record<string, string>>;
  /** Files that the output is appended to; made readable by the owner only. */
  stdout: string;
  /** The same file as `stdout` when left out. */
  stderr?: string;
  /** Open file descriptor 3 for the program, to report something to the caller. */
  reports?: boolean;
}

export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface StartedProcess extends ProcessIdentity {
  /** Resolves when the process has ended; never rejects. Does not keep the caller's own process from ending. */
  exit: Promise<ProcessExit>;
  /** All that the program wrote to file descriptor 3 until it closed it, "" where it has none; never rejects. */
  report: Promise<string>;
}

/**
 * Starts a program in a session and process group of its own, which goes on when the caller ends, however that happens.
 * @throws the system's error (ENOENT, EACCES, …) when the program or a file cannot be opened
 */
export async function startDetached(program: DetachedProgram): Promise<StartedProcess> {
  const stdout = openOutput(program.stdout);
  const stderr = program.stderr === undefined ? stdout : openOutput(program.stderr);
  try {
    const child = spawn(program.command, program.args, {
      cwd: program.cwd,
      env: { ...program.env },
      detached: true,
      windowsHide: true,
      stdio: ['ignore', stdout, stderr, ...(program.reports ? ['pipe' as const] : [])],
    });
    const exit = new Promise<ProcessExit>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    // Read before anything is awaited: until then even a program that ended at once still has its entry.
    const startTime = child.pid === undefined ? '' : startTimeOfChild(child.pid);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return { pid: child.pid ?? 0, startTime, exit, report: readToEnd(child.stdio[3]) };
  } finally {
    closeSync(stdout);
    if (stderr !== stdout) closeSync(stderr);
  }
}

/**
 * Opens a file for appending. It may lie where an untrusted program could put something else before: a link is refused, and
 * a pipe nobody reads does not make the caller wait.
 */
function openOutput(path: string): number {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  return openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
}

async function readToEnd(pipe: unknown): Promise<string> {
  if (!(pipe instanceof Socket)) return '';
  return text(pipe).catch(() => '');
}

function startTimeOfChild(pid: number): string {
  const startTime = process.platform === 'linux' ? linuxStartTime(pid, true) : processStartTime(pid);
  return startTime ?? 'ended';
}
