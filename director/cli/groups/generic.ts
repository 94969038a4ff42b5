import { z } from 'zod';
import type { Call } from '../call.ts';
import { type CommandDefinition, serviceArguments } from '../definition.ts';
import { forOfferedType } from '../offered-type.ts';
import { serviceOf } from '../resolve.ts';
import { callMethod } from '../service-method.ts';
import { codeCommands } from './code.ts';
import { keyCommands } from './keys.ts';
import { serviceCommands } from './service-commands.ts';
import { volumeCommands } from './volumes.ts';

const type = 'generic';
/** In the order of their lives (reference §8.6). */
const scripts = ['init.sh', 'notify.sh', 'run.sh', 'interrupt.sh', 'cleanup.sh'];

async function execute(call: Call, command: string, sentence: string): Promise<void> {
  const service = await serviceOf(call, type);
  const text = call.text('parameters');
  const parameters = { command, ...(text === undefined ? {} : { parameters: text }) };
  const result = await callMethod(call, service, { method: 'execute_script', parameters, result: z.unknown() });
  call.session.answer(result, () => sentence);
}

async function getStatus(call: Call): Promise<void> {
  const service = await serviceOf(call, type);
  const result = z.object({ agents: z.record(z.string(), z.record(z.string(), z.string())) });
  const status = await callMethod(call, service, { method: 'get_script_status', result });
  const agents = Object.entries(status.agents);
  const lines = agents.flatMap(([id, states]) => [
    `Agent ${id}:`,
    ...scripts.map((script) => `  ${script}\t${states[script] ?? 'N/A'}`),
  ]);
  call.session.answer(status, () => (lines.length > 0 ? lines.join('\n') : 'No generic agents are running.'));
}

const executing = (name: string, summary: string, sentence: string): CommandDefinition => ({
  name,
  summary,
  arguments: serviceArguments,
  options: [{ flags: '-p, --parameters <PARAMETERS>', description: 'parameters of the script' }],
  run: (call) => execute(call, name, sentence),
});

export const commands: readonly CommandDefinition[] = forOfferedType(type, [
  ...serviceCommands({ type, roles: { count: 1 } }),
  ...keyCommands(type),
  ...codeCommands(type),
  ...volumeCommands(type),
  executing('run', "execute 'run.sh' on all agents", "Service started executing 'run.sh' on all the agents."),
  executing(
    'interrupt',
    "execute 'interrupt.sh' on all agents, or kill all scripts if it runs already",
    "Service started executing 'interrupt.sh' on all the agents or killing all scripts if 'interrupt.sh' is already running.",
  ),
  executing(
    'cleanup',
    "execute 'cleanup.sh' on all agents",
    "Service started executing 'cleanup.sh' on all the agents.",
  ),
  {
    name: 'get_script_status',
    summary: 'display the state of each script on each agent',
    arguments: serviceArguments,
    run: getStatus,
  },
]);
