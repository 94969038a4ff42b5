import type { ServerStatus } from '../../contract/service.ts';
import type { AgentContext, AgentService } from '../service-type.ts';
import { genericMethods } from './agent/generic-methods.ts';
import { GenericNode } from './agent/generic-node.ts';

/** One node of a generic service. Its scripts are shown as servers while they run. */
export function createAgentService({ configuration, log }: AgentContext): AgentService {
  const node = new GenericNode(configuration, log);
  const shown = (name: string): ServerStatus => ({ name, state: 'running', restarts: 0, why: null });
  return {
    methods: genericMethods(node),
    restore: () => node.restore(),
    stop: () => node.stop(),
    servers: () => node.scripts.names().map(shown),
    runtime: () => '',
    logs: () => node.logs(),
  };
}
