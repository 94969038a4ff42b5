import type { ServiceNode } from '../../../../director/services/service-type.ts';

let count = 0;

/** A node as a manager's pool has it; each is newer than the one before. */
export function node(id: string, role: string, parts: Partial<ServiceNode> = {}): ServiceNode {
  count += 1;
  return {
    id,
    vmid: id,
    address: '127.0.0.1',
    cloud: 'local',
    ports: {},
    role,
    order: count,
    weights: { web: 100, backend: 100 },
    state: 'running',
    why: null,
    servers: [],
    ...parts,
  };
}
