import { type Method, method } from '../../wire/method.ts';
import { oneOf, optional, text } from '../../wire/parameters.ts';
import type { GenericServiceManager } from './generic-manager.ts';
import { userCommands } from './scripts.ts';

/** Reference §8.6. */
export function scriptMethods(service: GenericServiceManager): Method[] {
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
