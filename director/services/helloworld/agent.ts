import { join } from 'node:path';
import { ConpaasError } from '../../contract/errors.ts';
import { method } from '../../wire/method.ts';
import type { AgentContext, AgentService } from '../service-type.ts';
import { StoredFlag } from './stored-flag.ts';

/** One node: it greets once it was started up. Nothing but the agent itself runs on it. */
export function createAgentService({ configuration }: AgentContext): AgentService {
  const started = new StoredFlag(join(configuration.directories.data, 'started'));
  return {
    methods: [
      method('POST', 'startup', {}, async () => {
        await started.set();
        return {};
      }),
      method('GET', 'get_helloworld', {}, async () => {
        if (!started.value) throw new ConpaasError('WRONG_STATE', { expected: "['RUNNING']", state: 'INIT' });
        return { result: 'Hello World' };
      }),
    ],
    restore: () => started.read(),
    stop: async () => {},
    servers: () => [],
    runtime: () => '',
    logs: () => ({}),
  };
}
