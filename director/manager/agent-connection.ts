import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Agent, AgentCallOptions } from '../services/service-type.ts';
import type { WireClient } from '../wire/client.ts';
import { portOf } from '../wire/instance-configuration.ts';

const agentPort = 5555;
const callLimitMs = 30_000;

export interface AgentPlace {
  address: string;
  ports: Record<string, number>;
}

/** Opens no connection by itself; those that calls open are kept by the wire client. */
export function connectAgent(client: WireClient, node: AgentPlace): Agent {
  const place = { address: node.address, port: portOf(node, agentPort) };
  const optionsOf = ({ signal, timeLimit }: AgentCallOptions) => ({
    timeoutMs: timeLimit ?? callLimitMs,
    ...(signal ? { signal } : {}),
  });
  return {
    get: (method, parameters = {}, options = {}) =>
      client.call(place, 0, 'GET', method, parameters, optionsOf(options)),
    post: (method, parameters = {}, options = {}) =>
      client.call(place, 0, 'POST', method, parameters, optionsOf(options)),
    upload: async (method, fields, { filename, path }, options = {}) => {
      const { size } = await stat(path);
      const file = { name: 'file', filename, size, stream: createReadStream(path) };
      return client.upload(place, 0, method, fields, file, optionsOf(options));
    },
  };
}
