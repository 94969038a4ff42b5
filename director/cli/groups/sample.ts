import type { Call } from '../call.ts';
import { startingNodesOf, tellCost } from '../credit-notes.ts';
import type { CommandDefinition } from '../definition.ts';
import { formatTable } from '../table.ts';
import { waitAloud } from '../waiting.ts';

async function list(call: Call): Promise<void> {
  const samples = await (await call.session.client()).listSamples();
  const rows = samples.map(({ name, serviceType, description }) => ({ name, type: serviceType, description }));
  call.session.answer(samples, () =>
    rows.length > 0 ? formatTable(['name', 'type', 'description'], rows) : 'No existing sample applications.',
  );
}

async function deploy(call: Call): Promise<void> {
  const name = call.argument('sample');
  const client = await call.session.client();
  const sample = (await client.listSamples()).find((each) => each.name === name);
  if (sample) await tellCost(call, 1 + (await startingNodesOf(client, sample.serviceType)));
  const operation = await client.deploySample({ params: { name } });
  const ended = await waitAloud(call, operation, `Sample application '${name}' is being deployed`);
  const { aid, sid, url } = ended.result ?? {};
  const served = url === null ? 'runs' : `answers at ${url}`;
  if (!call.session.settings.json) call.session.print(`Service ${sid} of application ${aid} ${served}`);
}

export const commands: readonly CommandDefinition[] = [
  { name: 'list', summary: 'list the sample applications', run: list },
  {
    name: 'deploy',
    summary: 'create, start and fill an application from a sample',
    arguments: [{ name: 'sample', description: 'name of the sample (list shows it)', completes: 'sample' }],
    waits: true,
    run: deploy,
  },
];
