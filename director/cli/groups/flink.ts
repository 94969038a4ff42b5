import { forOfferedType } from '../offered-type.ts';
import { serviceCommands } from './service-commands.ts';

export const commands = forOfferedType('flink', serviceCommands({ type: 'flink', roles: { count: 1 } }));
