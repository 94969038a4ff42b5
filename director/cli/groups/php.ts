import type { Call } from '../call.ts';
import { type CommandDefinition, serviceArguments } from '../definition.ts';
import { keyValueLines } from '../key-values.ts';
import { forOfferedType } from '../offered-type.ts';
import { pairsOf, settingArgument } from '../pairs.ts';
import { serviceOf } from '../resolve.ts';
import { waitQuietly } from '../waiting.ts';
import { webCommands } from './web.ts';

const type = 'php';

async function getConfiguration(call: Call): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const configuration = await (await call.session.client()).getConfiguration({ params: { aid, sid } });
  const { codeVersionId, values } = configuration;
  call.session.answer(
    configuration,
    () => `${keyValueLines({ codeVersionId })}phpconf:\n${keyValueLines(values, '\t')}`,
  );
}

async function configure(call: Call, values: Record<string, string>, told: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const operation = await (await call.session.client()).updateConfiguration({ params: { aid, sid }, body: { values } });
  await waitQuietly(call, operation, told);
}

async function debug(call: Call): Promise<void> {
  const mode = call.argument('on_off') === 'on' ? 'On' : 'Off';
  await configure(call, { display_errors: mode }, `Debug mode set to '${mode}'.`);
}

async function setConfiguration(call: Call): Promise<void> {
  const pairs = pairsOf(call);
  const told = pairs.map(([key, value]) => `PHP setting '${key}' set to '${value}'.\n`).join('');
  await configure(call, Object.fromEntries(pairs), told);
}

export const commands: readonly CommandDefinition[] = forOfferedType(type, [
  ...webCommands(type),
  {
    name: 'get_php_config',
    summary: 'display the PHP settings and the code version served',
    arguments: serviceArguments,
    run: getConfiguration,
  },
  {
    name: 'set_php_config',
    summary: 'change PHP settings',
    arguments: [...serviceArguments, settingArgument('memory_limit=256M')],
    waits: true,
    run: setConfiguration,
  },
  {
    name: 'debug',
    summary: 'show or hide errors of PHP in its pages',
    arguments: [...serviceArguments, { name: 'on_off', description: "'on' or 'off'", choices: ['on', 'off'] }],
    waits: true,
    run: debug,
  },
]);
