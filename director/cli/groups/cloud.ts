import type { Call } from '../call.ts';
import type { CommandDefinition } from '../definition.ts';
import { formatTable } from '../table.ts';

async function list(call: Call): Promise<void> {
  const clouds = await (await call.session.client()).listClouds();
  call.session.answer(clouds, () => clouds.map(({ name }) => name).join('\n'));
}

async function listResources(call: Call): Promise<void> {
  const resources = await (await call.session.client()).listResources();
  const rows = resources.map(({ rid, aid, vmid, address, kind, cloud }) => ({
    rid,
    app_id: aid,
    vmid,
    ip: address,
    role: kind,
    cloud,
  }));
  call.session.answer(resources, () =>
    rows.length > 0 ? formatTable(['rid', 'app_id', 'vmid', 'ip', 'role', 'cloud'], rows) : 'No existing resources',
  );
}

export const commands: readonly CommandDefinition[] = [
  { name: 'list', summary: 'list the clouds that applications can run on', run: list },
  { name: 'list_resources', summary: 'list the managers and nodes that exist', run: listResources },
];
