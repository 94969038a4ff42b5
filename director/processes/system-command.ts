import { execFile, execFileSync } from 'node:child_process';

/** A program of the system that is asked about processes, with its arguments. */
export type SystemCommand = readonly [program: string, ...args: string[]];

const limits = { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024, timeout: 20_000, windowsHide: true } as const;

/** What a program printed; nothing when it failed, as `ps` does when no process matches. */
export function outputNow([program, ...args]: SystemCommand, env?: NodeJS.ProcessEnv): string {
  try {
    return execFileSync(program, args, { ...limits, env, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}

/** The same without holding up the caller. */
export function output([program, ...args]: SystemCommand, env?: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { ...limits, env }, (error, stdout) => resolve(error === null ? stdout : ''));
  });
}
