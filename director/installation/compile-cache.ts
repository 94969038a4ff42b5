import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Keeps compiled code in the user's own cache folder, which more than halves the time that the contract's schemas take to load
 * (205 → 80 ms measured). Node's default, a folder in /tmp, could be made by somebody else. Without the folder all still works.
 */
export function useCompileCache(environment: NodeJS.ProcessEnv): void {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  const caches = process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME;
  enableCompileCache(join(caches || join(homedir(), '.cache'), 'conpaas-nutshell', 'compiled'));
}
