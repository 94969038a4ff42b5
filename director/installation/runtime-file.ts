import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isAlive, processStartTime } from '../processes/start-time.ts';
import { dataDirectoryPath } from './data-directory.ts';

const runtime = z.object({
  pid: z.int().positive(),
  startTime: z.string(),
  /** Where the UI and its API are, for example http://127.0.0.1:4747 */
  uiUrl: z.string(),
  /** Where command line clients and managers call, for example https://127.0.0.1:5555 */
  apiUrl: z.string(),
  version: z.string(),
});
/** How to reach a running Director. */
export type RunningDirector = z.infer<typeof runtime>;

const pathIn = (directory: string) => join(directory, 'director.json');

/** Tells others on this computer where this process is reached. Readers see the old file or the new one, never a part. */
export function writeRuntimeFile(
  directory: string,
  about: Pick<RunningDirector, 'uiUrl' | 'apiUrl' | 'version'>,
): void {
  const startTime = processStartTime(process.pid);
  if (startTime === null) throw new Error('the system does not tell when this process started');
  const content: RunningDirector = { pid: process.pid, startTime, ...about };
  const draft = `${pathIn(directory)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, pathIn(directory));
}

/** At an orderly end. Removes only what this process wrote. */
export function removeRuntimeFile(directory: string): void {
  if (readRuntimeFile(directory)?.pid === process.pid) rmSync(pathIn(directory), { force: true });
}

/** What the file says, also when that Director is gone. */
function readRuntimeFile(directory: string): RunningDirector | undefined {
  try {
    return runtime.parse(JSON.parse(readFileSync(pathIn(directory), 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * The Director that runs on a data folder now.
 * @param dataDir what the user chose with --data-dir, else the default folder is looked at
 * @returns undefined when none runs, also when one was killed and its file is still there
 */
export function findRunningDirector(dataDir?: string): RunningDirector | undefined {
  const found = readRuntimeFile(dataDirectoryPath({ override: dataDir }));
  return found && isAlive(found) ? found : undefined;
}
