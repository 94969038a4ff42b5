import { forOfferedType } from '../offered-type.ts';
import { webCommands } from './web.ts';

export const commands = forOfferedType('java', webCommands('java'));
