import type { CommandDefinition } from '../definition.ts';
import { aboutCommands } from './director-about.ts';
import { checkCommands } from './director-check.ts';
import { settingsCommands } from './director-settings.ts';

export const commands: readonly CommandDefinition[] = [...aboutCommands, ...checkCommands, ...settingsCommands];
