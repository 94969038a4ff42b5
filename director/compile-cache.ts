import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { dataDirectoryPath } from './installation/data-directory.ts';

/**
 * Keeps compiled code in the data folder, so that the next start need not compile it. A program calls this before it imports
 * the rest. Without the folder everything works, later.
 */
export function useCompileCache(dataDirectory: string | undefined): void {
  enableCompileCache(join(dataDirectoryPath({ override: dataDirectory }), 'cache', 'compiled'));
}
