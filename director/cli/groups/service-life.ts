import type { Call } from '../call.ts';
import { confirm } from '../confirm.ts';
import { startingNodesOf, tellCost } from '../credit-notes.ts';
import {
  type ArgumentDefinition,
  applicationArgument,
  type CommandDefinition,
  cloudOption,
  serviceArguments,
} from '../definition.ts';
import { applicationOf, findApplication, serviceOf } from '../resolve.ts';
import { formatTable } from '../table.ts';
import type { TypedGroup } from '../typed-group.ts';
import { waitAloud, waitQuietly } from '../waiting.ts';

async function getTypes(call: Call): Promise<void> {
  const types = await (await call.session.client()).listServiceTypes();
  call.session.answer(types, () => types.map(({ type }) => type).join('\n'));
}

async function add(call: Call, type: string): Promise<void> {
  const { aid } = await applicationOf(call);
  const service = await (await call.session.client()).addService({ params: { aid }, body: { type } });
  call.session.answer(
    service,
    () => `Service ${type} successfully added to application ${aid} with id ${service.sid}.`,
  );
}

async function remove(call: Call, type?: string): Promise<void> {
  const { aid, sid, name } = await serviceOf(call, type);
  await confirm(call, `Remove service ${sid} ('${name}') of application ${aid} with its code and data`);
  const operation = await (await call.session.client()).removeService({ params: { aid, sid } });
  await waitQuietly(call, operation, `Service ${sid} of application ${aid} has been successfully removed.`);
}

async function list(call: Call, type?: string): Promise<void> {
  const client = await call.session.client();
  const chosen = call.text('application');
  const only = chosen === undefined ? undefined : await findApplication(client, chosen);
  const [applications, all] = await Promise.all([
    only ? [only] : client.listApplications(),
    only ? client.listServices({ params: { aid: only.aid } }) : client.listAllServices(),
  ]);
  const silent = new Set(applications.filter(({ manager }) => manager?.reachable === false).map(({ aid }) => aid));
  const services = all.filter((service) => type === undefined || service.type === type);
  const rows = services
    .toSorted((a, b) => a.aid - b.aid || a.sid - b.sid)
    .map(({ aid, sid, type, name, state }) => ({ aid, sid, type, name, status: silent.has(aid) ? 'N/A' : state }));
  call.session.answer(services, () =>
    rows.length > 0 ? formatTable(['aid', 'sid', 'type', 'name', 'status'], rows) : 'No existing services.',
  );
}

async function rename(call: Call, type?: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const client = await call.session.client();
  const service = await client.renameService({ params: { aid, sid }, body: { name: call.argument('new_name') } });
  call.session.answer(service, () => `Service ${sid} of application ${aid} has been renamed to '${service.name}'.`);
}

async function start(call: Call, type?: string): Promise<void> {
  const { aid, sid, type: typeOfService } = await serviceOf(call, type);
  const client = await call.session.client();
  await tellCost(call, await startingNodesOf(client, typeOfService));
  const operation = await client.startService({ params: { aid, sid }, body: call.cloud });
  await waitAloud(call, operation, `Service ${sid} of application ${aid} is starting`);
}

async function stop(call: Call, type?: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const operation = await (await call.session.client()).stopService({ params: { aid, sid } });
  await waitAloud(call, operation, `Service ${sid} of application ${aid} is stopping`);
}

/** Commands from "add" to "stop"; in a typed group "add" takes no type and get_types is missing. */
export function lifeCommands({ type }: TypedGroup): CommandDefinition[] {
  const typeArgument: ArgumentDefinition = {
    name: 'service_type',
    description: 'type of the new service (get_types lists them)',
    completes: 'service type',
  };
  return [
    ...(type === undefined ? [{ name: 'get_types', summary: 'list the service types', run: getTypes }] : []),
    {
      name: 'add',
      summary: 'add a new service',
      arguments: type === undefined ? [typeArgument, applicationArgument] : [applicationArgument],
      run: (call) => add(call, type ?? call.argument('service_type')),
    },
    {
      name: 'remove',
      summary: 'remove a service with its code and data',
      arguments: serviceArguments,
      waits: true,
      asks: true,
      run: (call) => remove(call, type),
    },
    {
      name: 'list',
      summary: 'list services',
      options: [
        {
          flags: '-a, --application <ID_OR_NAME>',
          description: 'only those of this application',
          completes: 'application',
        },
      ],
      run: (call) => list(call, type),
    },
    {
      name: 'rename',
      summary: 'rename a service',
      arguments: [...serviceArguments, { name: 'new_name', description: 'new name for the service' }],
      run: (call) => rename(call, type),
    },
    {
      name: 'start',
      summary: 'start a service',
      arguments: serviceArguments,
      options: [cloudOption],
      waits: true,
      run: (call) => start(call, type),
    },
    {
      name: 'stop',
      summary: 'stop a service; its code and data stay',
      arguments: serviceArguments,
      waits: true,
      run: (call) => stop(call, type),
    },
  ];
}
