import { ConpaasError } from '../contract/errors.ts';
import { type Method, method } from '../wire/method.ts';
import { nonNegativeInteger, optional, positiveInteger, text } from '../wire/parameters.ts';
import type { ManagedService } from './managed-service.ts';
import type { PooledNode } from './node-pool.ts';
import { logsOf, nodeView } from './node-view.ts';

/** Reference §8.2: what every service manager answers, with what its type adds. */
export function serviceMethods(service: ManagedService, readLog: () => Promise<string>): readonly Method[] {
  const { manager, machine, definition } = service;
  const find = (id: string): PooledNode => {
    const node = service.pool.find(id);
    if (!node) throw new ConpaasError('NODE_NOT_FOUND', { role: definition.type });
    return node;
  };
  return [
    method('GET', 'get_service_history', {}, async () => ({
      state_log: machine.history.map(({ time, state, reason }) => ({ time: Date.parse(time) / 1000, state, reason })),
    })),
    method('GET', 'get_manager_log', {}, async () => ({ log: await readLog() })),
    method('GET', 'get_service_info', {}, async () => ({ state: machine.state, ...manager.information() })),
    method('GET', 'list_nodes', {}, async () =>
      machine.state === 'RUNNING' || machine.state === 'ADAPTING' ? manager.listNodes(service.pool.with('member')) : {},
    ),
    method('GET', 'get_node_info', { serviceNodeId: text() }, async ({ serviceNodeId }) => {
      const node = find(serviceNodeId);
      const { id, address, vmid, cloud, role, logs } = nodeView(definition, node, manager.rolesOf(node));
      const files = logs.map((log) => ({ ...log, path: log.filename }));
      return {
        serviceNode: { id, ip: address, vmid, cloud, role, logs: files, ...manager.nodeInformation(node) },
      };
    }),
    method('GET', 'list_service_nodes', {}, async () => ({ nodes: service.nodes() })),
    method(
      'GET',
      'get_agent_log',
      {
        agentId: text(),
        filename: optional(text()),
        tail: optional(positiveInteger()),
        offset: optional(nonNegativeInteger()),
      },
      async ({ agentId, ...parameters }, { signal }) => {
        const node = find(agentId);
        const names = logsOf(definition, manager.rolesOf(node)).map(({ filename }) => filename);
        if (parameters.filename !== undefined && !names.includes(parameters.filename))
          throw new ConpaasError('LOG_NOT_FOUND', { logs: names.join(', ') });
        const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
        return service.agent(node).get('get_log', given, { signal });
      },
    ),
    ...manager.methods,
  ];
}
