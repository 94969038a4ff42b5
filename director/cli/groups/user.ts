import type { CommandDefinition } from '../definition.ts';
import { accountCommands } from './user-account.ts';
import { administrationCommands } from './user-administration.ts';
import { certificateCommands } from './user-certificates.ts';
import { creationCommands } from './user-creation.ts';
import { creditCommands } from './user-credit.ts';

export const commands: readonly CommandDefinition[] = [
  ...creationCommands,
  ...certificateCommands,
  ...accountCommands,
  ...creditCommands,
  ...administrationCommands,
];
