import { ConpaasError } from '../contract/errors.ts';
import type { ServiceNode } from './service-type.ts';

/**
 * With the texts of reference §7.
 * @param removable how many nodes of the role can be removed
 * @throws NODES_TOO_MANY, NODES_NONE_REMOVABLE
 */
export function checkRemovable(role: string, count: number, removable: number): void {
  if (count <= removable) return;
  if (removable <= 0) throw new ConpaasError('NODES_NONE_REMOVABLE', { count, role });
  throw new ConpaasError('NODES_TOO_MANY', { count, role, removable });
}

/** The nodes that were made last. */
export function newest(nodes: readonly ServiceNode[], count: number): ServiceNode[] {
  return count === 0 ? [] : [...nodes].sort((one, other) => one.order - other.order).slice(-count);
}
