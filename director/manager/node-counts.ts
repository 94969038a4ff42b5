import { ConpaasError } from '../contract/errors.ts';
import { mostNodesAtOnce } from '../contract/service.ts';
import type { ServiceDefinition } from '../services/service-type.ts';

/** Stands for the default role of the type in old and general clients (reference §7). */
const defaultRoleAlias = 'count';

export interface WantedNodes {
  counts: Record<string, number>;
  /** One entry a node. */
  roles: string[];
  /** "2 backend, 1 web" */
  text: string;
}

/**
 * Checks the `nodes` of add_nodes and remove_nodes, in the order and with the texts of reference §7.
 * @throws NODE_ROLE_UNKNOWN, NODES_INVALID, NODES_NOT_POSITIVE
 */
export function wantedNodes(definition: ServiceDefinition, given: Record<string, unknown>): WantedNodes {
  const roles = definition.roles.map(({ role }) => role);
  const counts: Record<string, number> = {};
  for (const [name, count] of Object.entries(given)) {
    const role = name === defaultRoleAlias ? definition.defaultRole : name;
    if (!roles.includes(role)) {
      const parameters = { role: name, type: definition.type, roles: roles.join(', ') };
      throw new ConpaasError('NODE_ROLE_UNKNOWN', parameters);
    }
    const total = (counts[role] ?? 0) + checkCount(count);
    if (total > 0) counts[role] = total;
  }
  const wanted = Object.entries(counts).flatMap(([role, count]) => Array<string>(count).fill(role));
  if (wanted.length === 0) throw new ConpaasError('NODES_NOT_POSITIVE');
  if (wanted.length > mostNodesAtOnce) throw new ConpaasError('NODES_INVALID', { count: wanted.length });
  const text = Object.entries(counts)
    .map(([role, count]) => `${count} ${role}`)
    .join(', ');
  return { counts, roles: wanted, text: `${text} ${wanted.length === 1 ? 'node' : 'nodes'}` };
}

function checkCount(count: unknown): number {
  // Old clients send numbers as texts too.
  const number = typeof count === 'string' && /^-?\d{1,9}$/.test(count) ? Number(count) : count;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 && number <= 1_000_000) return number;
  throw new ConpaasError('NODES_INVALID', { count: String(count).slice(0, 40) });
}
