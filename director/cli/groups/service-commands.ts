import type { CommandDefinition } from '../definition.ts';
import type { TypedGroup } from '../typed-group.ts';
import { lifeCommands } from './service-life.ts';
import { logCommands } from './service-logs.ts';
import { nodeCommands } from './service-nodes.ts';
import { reportCommands } from './service-report.ts';

/** What the group "service" has and every typed group inherits. */
export function serviceCommands(group: TypedGroup): CommandDefinition[] {
  return [...lifeCommands(group), ...reportCommands(group), ...logCommands(group), ...nodeCommands(group)];
}
