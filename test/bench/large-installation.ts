import { join } from 'node:path';
import { silentLogger } from '../../director/logging/logger.ts';
import type { NewInstance } from '../../director/store/instances.ts';
import { openStore, type Store } from '../../director/store/store.ts';

/** What one busy Director is measured with. */
export const size = { applications: 1000, nodes: 9, resources: 10_000 };

export function openStoreOf(directory: string): Store {
  return openStore({ file: join(directory, 'director.db'), backups: join(directory, 'backups'), log: silentLogger });
}

/**
 * Writes applications down that run: a manager and nine nodes of a PHP service each, a thousand of them.
 * @param managerPort where the manager of an application answers, on 127.0.0.1
 * @param record called for the instances of each application, right after they were written
 */
export async function fill(
  store: Store,
  uid: number,
  managerPort: (aid: number) => Promise<number>,
  record: (instances: readonly NewInstance[]) => void = () => undefined,
): Promise<void> {
  const created = new Date().toISOString();
  for (let number = 1; number <= size.applications; number += 1) {
    const { aid } = store.applications.create(uid, `Application ${number}`);
    const { sid } = store.services.create(aid, { type: 'php', name: 'Pages' });
    const port = await managerPort(aid);
    const vmid = (index: number) => (aid * 16 + index).toString(16).padStart(8, '0');
    const common = { cloud: 'local', uid, aid, requestId: null, state: 'running', created, charged: 0 } as const;
    const manager: NewInstance = {
      ...common,
      vmid: vmid(0),
      name: `conpaas-u${uid}-a${aid}-mgr`,
      kind: 'manager',
      sid: null,
      role: null,
      address: '127.0.0.1',
      ports: { '443': port },
      paidUntil: null,
    };
    const nodes = Array.from({ length: size.nodes }, (_, index): NewInstance => {
      const name = `conpaas-u${uid}-a${aid}-s${sid}-web`;
      return { ...manager, vmid: vmid(index + 1), name, kind: 'agent', sid, role: 'web', ports: { '5555': 5555 } };
    });
    const instances = [manager, ...nodes];
    store.transaction(() => {
      for (const instance of instances) store.instances.insert(instance);
      store.services.update(aid, sid, { state: 'RUNNING' });
      store.applications.update(aid, { state: 'RUNNING', cloud: 'local', managerVmid: manager.vmid });
      record(instances);
    });
  }
}
