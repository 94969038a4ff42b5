import { ConpaasError } from '../contract/errors.ts';
import { volumeNameForm } from '../contract/volume.ts';
import type { ServiceVolumes } from '../services/service-type.ts';
import { type Method, method } from '../wire/method.ts';
import { nonNegativeInteger, optional, positiveInteger, text } from '../wire/parameters.ts';
import type { ApplicationManager } from './application-manager.ts';
import type { ManagedService } from './managed-service.ts';

/** Reference §8.1: volumes of the services of an application. Their names are unique in it. */
export function volumeMethods(application: ApplicationManager): Method[] {
  const volume = { volumeName: text() };
  return [
    method(
      'POST',
      'create_volume',
      { ...volume, volumeSize: positiveInteger(), agentId: text() },
      async ({ volumeName, volumeSize, agentId }) => {
        if (!volumeNameForm.test(volumeName)) throw new ConpaasError('VOLUME_NAME_INVALID');
        if (holderOf(application, volumeName)) throw new ConpaasError('VOLUME_NAME_TAKEN', { name: volumeName });
        const owner = application.services().find(({ pool }) => pool.find(agentId));
        const node = owner?.pool.find(agentId);
        if (!owner || !node) throw new ConpaasError('NODE_NOT_FOUND', { role: 'service' });
        owner.machine.expect(['RUNNING']);
        await volumesOf(owner, 'create_volume').create(volumeName, volumeSize, node);
        return { service_id: owner.sid };
      },
    ),
    method('POST', 'delete_volume', volume, async ({ volumeName }) => {
      const owner = holderOf(application, volumeName);
      if (!owner) {
        const possible = application.services().some(({ manager }) => manager.volumes);
        if (!possible) throw new ConpaasError('METHOD_NOT_SUPPORTED', { method: 'delete_volume' });
        throw new ConpaasError('VOLUME_NOT_FOUND', { name: volumeName.slice(0, 100) });
      }
      owner.machine.expect(['RUNNING']);
      await volumesOf(owner, 'delete_volume').delete(volumeName);
      return { service_id: owner.sid };
    }),
    method('POST', 'list_volumes', { service_id: optional(nonNegativeInteger(), 0) }, async ({ service_id: sid }) => ({
      volumes: (sid === 0 ? application.services() : [application.service(sid)]).flatMap(volumesShown),
    })),
  ];
}

function holderOf(application: ApplicationManager, name: string): ManagedService | undefined {
  return application.services().find(({ manager }) => manager.volumes?.names().includes(name));
}

/** @throws METHOD_NOT_SUPPORTED for a type without volumes */
function volumesOf({ manager }: ManagedService, name: string): ServiceVolumes {
  if (!manager.volumes) throw new ConpaasError('METHOD_NOT_SUPPORTED', { method: name });
  return manager.volumes;
}

function volumesShown({ sid, definition, manager, pool }: ManagedService) {
  const kept = manager.volumes?.list() ?? [];
  return kept.map(({ name, id, size, agentId, device, cloud }) => ({
    vol_name: name,
    vol_id: id,
    vol_size: size,
    vm_id: agentId === null ? '' : (pool.find(agentId)?.vmid ?? ''),
    // Ours: the id by which users know the node.
    agent_id: agentId ?? '',
    dev_name: device,
    cloud,
    service_id: sid,
    service_name: definition.title,
  }));
}
