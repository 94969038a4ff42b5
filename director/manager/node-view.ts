import type { Node, NodeLog } from '../contract/service.ts';
import type { ServiceDefinition } from '../services/service-type.ts';
import type { PooledNode } from './node-pool.ts';

/** Logs that a node in these roles offers: the agent's and those of each role (reference §8.9). */
export function logsOf(definition: ServiceDefinition, roles: readonly string[]): NodeLog[] {
  return ['agent', ...roles].flatMap((role) => definition.logs[role] ?? []);
}

/** A node as the contract shows it. A packed node is called by the roles that are left to it. */
export function nodeView(definition: ServiceDefinition, node: PooledNode, roles: readonly string[]): Node {
  const packed = node.role !== roles[0] && roles.length > 0;
  return {
    id: node.id,
    vmid: node.vmid,
    address: node.address,
    cloud: node.cloud,
    role: packed ? roles.join('') : node.role,
    roles: [...roles],
    state: node.state,
    why: node.why,
    weights: { ...node.weights },
    servers: node.servers,
    logs: logsOf(definition, roles),
  };
}
