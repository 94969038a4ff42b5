import { ConpaasError } from '../contract/errors.ts';
import type { Call } from './call.ts';
import type { CommandDefinition } from './definition.ts';

/** @throws ConpaasError SERVICE_TYPE_NOT_OFFERED */
async function requireOffered(call: Call, type: string): Promise<void> {
  const offered = await (await call.session.client()).listServiceTypes();
  if (offered.some((each) => each.type === type)) return;
  throw new ConpaasError('SERVICE_TYPE_NOT_OFFERED', { type, types: offered.map((each) => each.type).join(', ') });
}

/**
 * Commands of the group of a service type: they exist whatever the Director offers, and say so where it does not offer the type,
 * before anything else is looked at.
 */
export function forOfferedType(type: string, commands: readonly CommandDefinition[]): CommandDefinition[] {
  return commands.map((command) => ({
    ...command,
    async run(call) {
      await requireOffered(call, type);
      await command.run(call);
    },
  }));
}
