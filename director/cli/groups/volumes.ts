import type { Call } from '../call.ts';
import { confirm } from '../confirm.ts';
import {
  type ArgumentDefinition,
  applicationArgument,
  type CommandDefinition,
  nodeArgument,
  serviceArguments,
} from '../definition.ts';
import { applicationOf, serviceOf } from '../resolve.ts';
import { formatTable } from '../table.ts';
import { waitAloud } from '../waiting.ts';

async function create(call: Call): Promise<void> {
  const { aid } = await applicationOf(call);
  const [name, agentId] = [call.argument('vol_name'), call.argument('agent_id')];
  const body = { name, agentId, size: Number(call.argument('vol_size')) };
  const operation = await (await call.session.client()).createVolume({ params: { aid }, body });
  await waitAloud(call, operation, `Creating volume '${name}' and attaching it to node '${agentId}'`);
}

async function remove(call: Call): Promise<void> {
  const { aid } = await applicationOf(call);
  const name = call.argument('vol_name');
  await confirm(call, `Delete volume '${name}' with what is on it`);
  const operation = await (await call.session.client()).deleteVolume({ params: { aid, name } });
  await waitAloud(call, operation, `Detaching volume '${name}' and deleting it`);
}

async function list(call: Call, type: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const ofApplication = await (await call.session.client()).listVolumes({ params: { aid } });
  const volumes = ofApplication.filter((volume) => volume.sid === sid);
  const rows = volumes.map(({ name, size, agentId, cloud }) => ({
    aid,
    sid,
    vol_name: name,
    vol_size: size,
    agent_id: agentId,
    cloud,
  }));
  call.session.answer(volumes, () =>
    rows.length > 0
      ? formatTable(['aid', 'sid', 'vol_name', 'vol_size', 'agent_id', 'cloud'], rows)
      : 'No existing storage volumes.',
  );
}

/** Commands for storage volumes. */
export function volumeCommands(type: string): CommandDefinition[] {
  const name: ArgumentDefinition = { name: 'vol_name', description: 'name of the volume' };
  return [
    {
      name: 'create_volume',
      summary: 'create a storage volume and attach it to a node',
      arguments: [
        applicationArgument,
        name,
        {
          name: 'vol_size',
          description: 'size in MB',
          form: { pattern: /^[1-9]\d*$/, words: 'a whole number above 0' },
        },
        nodeArgument,
      ],
      waits: true,
      run: create,
    },
    {
      name: 'delete_volume',
      summary: 'detach a storage volume and delete it with what is on it',
      arguments: [applicationArgument, { ...name, completes: 'volume' }],
      waits: true,
      asks: true,
      run: remove,
    },
    {
      name: 'list_volumes',
      summary: 'list the storage volumes of a service',
      arguments: serviceArguments,
      run: (call) => list(call, type),
    },
  ];
}
