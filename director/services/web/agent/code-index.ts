import { statSync } from 'node:fs';
import { join } from 'node:path';

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/**
 * Whether "/" of the code in this folder is certainly a script, so that the proxy need not ask a web node. False also when the
 * proxy's own node does not see the code: then a web node decides.
 */
export function indexIsScript(folder: string): boolean {
  return isFile(join(folder, 'index.php')) && !isFile(join(folder, 'index.html'));
}
