import { join } from 'node:path';
import type { NodeLog } from '../../../contract/service.ts';

/**
 * Absolute paths of the logs of the roles that a node plays. The short names are those of ConPaaS 2.1 whatever program writes
 * them, so that clients and manuals stay true.
 */
export function logPaths(
  folder: string,
  logs: Readonly<Record<string, readonly NodeLog[]>>,
  roles: readonly string[],
): Record<string, string> {
  const names = roles.flatMap((role) => logs[role] ?? []).map(({ filename }) => filename);
  return Object.fromEntries(names.map((name) => [name, join(folder, name)]));
}
