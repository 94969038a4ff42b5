import { z } from 'zod';
import { serverStatus } from '../contract/service.ts';
import type { Agent } from '../services/service-type.ts';
import type { ManagedService } from './managed-service.ts';
import type { PooledNode } from './node-pool.ts';

/** Below the interval of health checks, so that two for one node never overlap. */
const answerLimitMs = 4000;

const status = z.object({ servers: z.array(serverStatus), runtime: z.string() });

/** What a node's agent tells of its servers. @throws what the agent answers, or AGENT_UNREACHABLE */
export async function askStatus(agent: Agent, signal?: AbortSignal) {
  const options = { timeLimit: answerLimitMs, ...(signal ? { signal } : {}) };
  return status.parse(await agent.get('get_status', {}, options));
}

/** Takes over what a node's agent tells of its servers; what fails is shown on the node. */
export function applyStatus(node: PooledNode, { servers, runtime }: z.infer<typeof status>): void {
  const broken = servers.filter((server) => server.state === 'failed' || server.state === 'restarting');
  node.servers = servers;
  node.runtime = runtime;
  node.state = broken.length > 0 ? 'degraded' : 'running';
  node.why = broken.map(({ name, state, why }) => `${name} ${state}${why ? `: ${why}` : ''}`).join('; ') || null;
}

/** Reads the state of nodes that were just arranged, so that they are shown as they are. @throws what their agents answer */
export async function lookAt(service: ManagedService, nodes: readonly PooledNode[], signal: AbortSignal) {
  await Promise.all(nodes.map(async (node) => applyStatus(node, await askStatus(service.agent(node), signal))));
}

/** Reads the state of all members anew after a change; who does not answer is a matter for the health checks. */
export async function refresh(service: ManagedService, signal: AbortSignal): Promise<void> {
  await Promise.allSettled(service.pool.alive().map((node) => lookAt(service, [node], signal)));
}
