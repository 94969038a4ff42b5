import { z } from 'zod';
import { ConpaasError } from '../../contract/errors.ts';
import type { Call } from '../call.ts';
import { confirm } from '../confirm.ts';
import { type CommandDefinition, serviceArguments } from '../definition.ts';
import { serviceOf } from '../resolve.ts';
import { callMethod } from '../service-method.ts';

const type = 'xtreemfs';

async function list(call: Call): Promise<void> {
  const service = await serviceOf(call, type);
  const result = z.object({ volumes: z.string() });
  const answer = await callMethod(call, service, { method: 'listVolumes', result });
  call.session.answer(answer, () => answer.volumes);
}

async function add(call: Call): Promise<void> {
  const service = await serviceOf(call, type);
  const volumeName = call.argument('volume_name');
  await callMethod(call, service, { method: 'createVolume', parameters: { volumeName }, result: z.unknown() });
  call.session.answer({}, () => `XtreemFS volume '${volumeName}' has been successfully added.`);
}

async function remove(call: Call): Promise<void> {
  const service = await serviceOf(call, type);
  const volumeName = call.argument('volume_name');
  await confirm(call, `Remove XtreemFS volume '${volumeName}' with what is on it`);
  await callMethod(call, service, { method: 'deleteVolume', parameters: { volumeName }, result: z.unknown() });
  call.session.answer({}, () => `XtreemFS volume '${volumeName}' has been successfully removed.`);
}

async function setSize(call: Call): Promise<void> {
  const size = Number(call.argument('volume_size'));
  if (size <= 0) throw new ConpaasError('VOLUME_SIZE_IMPOSSIBLE', { size });
  const service = await serviceOf(call, type);
  const result = z.object({ osd_volume_size: z.coerce.number() });
  const info = await callMethod(call, service, { method: 'set_osd_size', parameters: { size }, result });
  call.session.answer(info, () => `OSD volume size is now ${info.osd_volume_size} MBs.`);
}

const volumeArguments = [...serviceArguments, { name: 'volume_name', description: 'name of a volume' }];

export const xtreemfsVolumeCommands: readonly CommandDefinition[] = [
  { name: 'list_xfs_volumes', summary: 'list the XtreemFS volumes', arguments: serviceArguments, run: list },
  { name: 'add_xfs_volume', summary: 'add an XtreemFS volume', arguments: volumeArguments, run: add },
  {
    name: 'remove_xfs_volume',
    summary: 'remove an XtreemFS volume with what is on it',
    arguments: volumeArguments,
    asks: true,
    run: remove,
  },
  {
    name: 'set_osd_size',
    summary: 'set the size of the volumes of OSDs that are made from now on',
    arguments: [
      ...serviceArguments,
      {
        name: 'volume_size',
        description: 'size in MB',
        form: { pattern: /^[+-]?\d+$/, words: 'a whole number' },
      },
    ],
    run: setSize,
  },
];
