import { ConpaasError } from '../contract/errors.ts';
import type { AgentService } from '../services/service-type.ts';
import { type Method, method } from '../wire/method.ts';
import { nonNegativeInteger, optional, positiveInteger, text } from '../wire/parameters.ts';
import { readLog } from './servers/log-file.ts';

/** Short name of the agent's own log (reference §8.9). */
export const agentLogName = 'cpsagent.log';

/** The methods of every agent, whatever its service type. @param agentLog absolute path of the agent's own log */
export function genericMethods(service: AgentService, agentLog: string): Method[] {
  return [
    method('GET', 'check_process', {}, async () => ({})),
    method('GET', 'get_status', {}, async () => ({ servers: service.servers(), runtime: service.runtime() })),
    method(
      'GET',
      'get_log',
      {
        filename: optional(text(), agentLogName),
        tail: optional(positiveInteger()),
        offset: optional(nonNegativeInteger()),
      },
      async ({ filename, tail, offset }) => {
        // The original read any path it was given; here a name is looked up in a list and never becomes a path.
        const logs: Record<string, string> = { ...service.logs(), [agentLogName]: agentLog };
        const file = Object.hasOwn(logs, filename) ? logs[filename] : undefined;
        if (file === undefined) throw new ConpaasError('LOG_NOT_FOUND', { logs: Object.keys(logs).sort().join(', ') });
        return readLog(file, { ...(tail === undefined ? {} : { tail }), ...(offset === undefined ? {} : { offset }) });
      },
    ),
  ];
}
