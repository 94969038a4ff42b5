import type { CommandDefinition } from '../definition.ts';
import { codeCommands } from './code.ts';
import { keyCommands } from './keys.ts';
import { serviceCommands } from './service-commands.ts';
import { weightCommands } from './weights.ts';

/** What the groups php and java have in common. */
export const webCommands = (type: string): CommandDefinition[] => [
  ...serviceCommands({ type, roles: { backend: 1, proxy: 0, web: 0 } }),
  ...keyCommands(type),
  ...codeCommands(type),
  ...weightCommands(type),
];
