import type { Call } from '../call.ts';
import { confirm } from '../confirm.ts';
import { tellCost } from '../credit-notes.ts';
import { applicationArgument, type CommandDefinition, cloudOption } from '../definition.ts';
import { applicationOf } from '../resolve.ts';
import { formatTable } from '../table.ts';
import { waitAloud, waitQuietly } from '../waiting.ts';
import { manifestCommands } from './application-manifest.ts';

async function create(call: Call): Promise<void> {
  const client = await call.session.client();
  const application = await client.createApplication({ body: { name: call.argument('appl_name') } });
  call.session.answer(application, () => `Application '${application.name}' created with id ${application.aid}.`);
}

async function list(call: Call): Promise<void> {
  const applications = await (await call.session.client()).listApplications();
  const rows = applications
    .toSorted((a, b) => a.aid - b.aid)
    .map(({ aid, name, manager, cloud, state }) => ({
      aid,
      name,
      manager: manager?.address ?? null,
      cloud,
      status: state,
    }));
  call.session.answer(applications, () =>
    rows.length > 0 ? formatTable(['aid', 'name', 'manager', 'cloud', 'status'], rows) : 'No existing applications.',
  );
}

async function rename(call: Call): Promise<void> {
  const { aid, name } = await applicationOf(call);
  const newName = call.argument('new_name');
  const client = await call.session.client();
  const renamed = await client.renameApplication({ params: { aid }, body: { name: newName } });
  call.session.answer(
    renamed,
    () => `Application with id ${aid} has been renamed from '${name}' to '${renamed.name}'.`,
  );
}

async function remove(call: Call): Promise<void> {
  const { aid, name } = await applicationOf(call);
  await confirm(call, `Delete application '${name}' with its services, code and data`);
  const operation = await (await call.session.client()).deleteApplication({ params: { aid } });
  await waitQuietly(call, operation, `Application '${name}' with id ${aid} has been deleted.`);
}

async function start(call: Call): Promise<void> {
  const { aid, name } = await applicationOf(call);
  await tellCost(call, 1);
  const operation = await (await call.session.client()).startApplication({ params: { aid }, body: call.cloud });
  await waitAloud(call, operation, `Application '${name}' with id ${aid} is starting`);
}

async function stop(call: Call): Promise<void> {
  const { aid, name, state } = await applicationOf(call);
  if (state === 'RUNNING' || state === 'ADAPTING') await confirm(call, `Stop application '${name}', which is running`);
  const operation = await (await call.session.client()).stopApplication({ params: { aid } });
  await waitQuietly(call, operation, `Application '${name}' with id ${aid} was stopped.`);
}

async function getLog(call: Call): Promise<void> {
  const { aid } = await applicationOf(call);
  const log = await (await call.session.client()).getApplicationLog({ params: { aid } });
  call.session.answer(log, () => log);
}

async function getInfo(call: Call): Promise<void> {
  const { aid, name } = await applicationOf(call);
  const info = await (await call.session.client()).getApplicationInfo({ params: { aid } });
  const { 0: own = 'N/A', ...services } = info.states;
  call.session.answer(info, () =>
    [
      `Application name: ${name}`,
      `Application id: ${aid}`,
      'Manager states:',
      `\tApplication manager: ${own}`,
      ...Object.entries(services).map(([sid, state]) => `\tService manager ${sid}: ${state}`),
      'Nodes:',
      ...info.nodes.map((id) => `\t${id}`),
      'Volumes:',
      ...info.volumes.map((volume) => `\t${volume}`),
    ].join('\n'),
  );
}

export const commands: readonly CommandDefinition[] = [
  {
    name: 'create',
    summary: 'create a new application',
    arguments: [{ name: 'appl_name', description: 'name of the new application' }],
    run: create,
  },
  {
    name: 'delete',
    summary: 'delete an application with its services, code and data',
    arguments: [applicationArgument],
    waits: true,
    asks: true,
    run: remove,
  },
  { name: 'list', summary: 'list applications', run: list },
  {
    name: 'rename',
    summary: 'rename an application',
    arguments: [applicationArgument, { name: 'new_name', description: 'new name for the application' }],
    run: rename,
  },
  {
    name: 'start',
    summary: 'start an application',
    arguments: [applicationArgument],
    options: [cloudOption],
    waits: true,
    run: start,
  },
  {
    name: 'stop',
    summary: 'stop an application; its services, code and data stay',
    arguments: [applicationArgument],
    waits: true,
    asks: true,
    run: stop,
  },
  ...manifestCommands,
  {
    name: 'get_log',
    summary: "get the application manager's log",
    arguments: [applicationArgument],
    run: getLog,
  },
  {
    name: 'get_info',
    summary: 'get the states of the managers, the nodes and the volumes',
    arguments: [applicationArgument],
    run: getInfo,
  },
];
