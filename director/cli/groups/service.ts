import { anyType } from '../typed-group.ts';
import { serviceCommands } from './service-commands.ts';

export const commands = serviceCommands(anyType);
