import { randomUUID } from 'node:crypto';
import { ConpaasError } from '../../contract/errors.ts';
import { parsePart } from '../../contract/parse-part.ts';
import { managerRoutes } from '../../contract/routes/manager.ts';
import type { LegacyDomain } from '../domain.ts';
import { type LegacyRoute, managerRoute } from '../route.ts';
import { integerOf, type Values } from '../values.ts';

/** Storage volumes as managers of ConPaaS 2.1 ask for them (reference §2.5): by the ids of volumes and instances. */
export function volumeRoutes({ instances, keptVolumes, store }: LegacyDomain): LegacyRoute[] {
  /** The agent id of an instance of the application. @throws NODE_NOT_FOUND */
  const agentOf = (aid: number, values: Values): string => {
    const record = store.instances.get(values.get('vm_id') ?? '');
    if (record?.aid !== aid || record.kind !== 'agent') throw new ConpaasError('NODE_NOT_FOUND', { role: 'service' });
    return instances.nodeId(record);
  };
  /** The name of a volume of the application. @throws VOLUME_NOT_FOUND */
  const nameOf = (aid: number, values: Values): string => {
    const id = values.get('volume_id') ?? '';
    const volume = keptVolumes.list(aid).find((one) => one.id === id);
    if (!volume) throw new ConpaasError('VOLUME_NOT_FOUND', { name: id });
    return volume.name;
  };
  return [
    managerRoute('POST /create_volume', async ({ user: { uid }, aid, values, signal }) => {
      const order = parsePart(managerRoutes.makeVolume.body, 'body', {
        requestId: randomUUID(),
        name: values.get('name'),
        size: integerOf(values.get('size')),
        agentId: agentOf(aid, values),
      });
      const { id } = await keptVolumes.make({ uid, aid }, order, signal);
      return { json: { volume_id: id } };
    }),
    managerRoute('POST /attach_volume', async ({ aid, values }) => {
      const { name, agentId, device } = parsePart(managerRoutes.attachVolume.body, 'body', {
        name: nameOf(aid, values),
        agentId: agentOf(aid, values),
        device: values.get('device_name'),
      });
      await keptVolumes.attach(aid, name, agentId, device);
      return { json: {} };
    }),
    managerRoute('POST /detach_volume', async ({ aid, values }) => {
      await keptVolumes.detach(aid, nameOf(aid, values));
      return { json: {} };
    }),
    managerRoute('POST /destroy_volume', async ({ aid, values }) => {
      const { name, requestId } = keptVolumes.find(aid, nameOf(aid, values));
      await keptVolumes.destroy(aid, name, requestId);
      return { json: {} };
    }),
  ];
}
