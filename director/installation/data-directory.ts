import { accessSync, chmodSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConpaasError } from '../contract/errors.ts';

export interface DataDirectoryOptions {
  /** What the user chose with --data-dir; relative to the current folder. */
  override?: string | undefined;
  /** Where the program runs, for tests; this computer when not given. */
  system?: System;
}

interface System {
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  home: string;
}

const thisSystem = (): System => ({ platform: process.platform, environment: process.env, home: homedir() });

/** Path of the data folder by the platform's convention. Makes nothing: for those who only look for a running Director. */
export function dataDirectoryPath({ override, system = thisSystem() }: DataDirectoryOptions = {}): string {
  if (override) return resolve(override);
  const { platform, environment, home } = system;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'ConPaaS Nutshell');
  if (platform === 'win32') return join(environment.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'ConPaaS Nutshell');
  // The specification tells to ignore a relative path (XDG Base Directory, "Basics").
  const base = environment.XDG_DATA_HOME?.startsWith('/') ? environment.XDG_DATA_HOME : join(home, '.local', 'share');
  return join(base, 'conpaas-nutshell');
}

/**
 * The data folder, made when it is missing, for the owner only.
 * @throws ConpaasError DATA_FOLDER_UNUSABLE
 */
export function dataDirectory(options: DataDirectoryOptions = {}): string {
  const folder = dataDirectoryPath(options);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    close(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new ConpaasError('DATA_FOLDER_UNUSABLE', { folder, why }, { cause: thrown });
  }
  return folder;
}

/**
 * Takes others' access away from a folder that is new or ours. One with other things in it was named by mistake or shared on
 * purpose: it stays as it is, and what is secret lies in folders of its own below it.
 */
function close(folder: string): void {
  if (process.platform === 'win32' || (statSync(folder).mode & 0o077) === 0) return;
  const names = readdirSync(folder);
  if (names.length === 0 || names.includes('director.db')) chmodSync(folder, 0o700);
}
