import type { State } from '../../contract/state.ts';
import { type Method, method } from '../../wire/method.ts';
import { oneOf, optional, text } from '../../wire/parameters.ts';
import type { ScriptStatus } from './generic-nodes.ts';
import { type UserCommand, userCommands } from './scripts.ts';

interface ScriptService {
  execute(command: UserCommand, parameters: string): Promise<State>;
  scriptStatus(): Promise<Record<string, ScriptStatus>>;
}

/** Reference §8.6. */
export function scriptMethods(service: ScriptService): Method[] {
  return [
    method(
      'POST',
      'execute_script',
      { command: oneOf(userCommands), parameters: optional(text(), '') },
      async ({ command, parameters }) => ({ state: await service.execute(command, parameters) }),
    ),
    method('GET', 'get_script_status', {}, async () => ({ agents: await service.scriptStatus() })),
  ];
}
