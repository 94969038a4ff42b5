import { describe, expect, it } from 'vitest';
import { KeptVolumes } from '../../../director/applications/kept-volumes.ts';
import { Volumes } from '../../../director/applications/volumes.ts';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { domain, uid } from './harness.ts';

const open = new AbortController().signal;

async function running() {
  const all = domain();
  const { aid } = all.applications.create(uid, 'cluster');
  await all.operations.wait(all.applications.start(uid, aid, undefined).id);
  const { sid } = await all.services.add(uid, aid, 'generic');
  return { ...(await withNodes(all, aid, sid)), aid, sid };
}

type Domain = ReturnType<typeof domain>;

async function withNodes(all: Domain, aid: number, sid: number) {
  const nodes = [{ role: 'master', cloud: 'default' }];
  const request = { uid, aid, sid, serviceType: 'generic', requestId: 'request-1', nodes };
  const [node] = await all.instances.createNodes(request, open);
  if (!node) throw new Error('no node');
  return { ...all, node, ...volumesOf(all) };
}

function volumesOf(all: Domain) {
  const { store, events, clouds, instances, applications, services } = all;
  const kept = new KeptVolumes({ store, events, clouds, instances, log: { warn() {} } });
  return { kept, volumes: new Volumes({ applications, services, kept }) };
}

const manager = (aid: number) => ({ uid, aid });
const order = (agentId: string, requestId = 'request-a') => ({ requestId, name: 'data', size: 8, agentId });

describe('volumes', () => {
  it('are made for the service of a node, attached, and told to everybody', async () => {
    const { kept, volumes, node, aid, sid, cloud, seen } = await running();
    await kept.make(manager(aid), order(node.id), open);
    await kept.attach(aid, 'data', node.id, 'sdb');
    const [volume] = volumes.list(uid, aid);
    const attached = { agentId: node.id, device: 'sdb', path: '/media/data', kept: 'in memory' };
    expect(volume).toMatchObject({ name: 'data', aid, sid, size: 8, cloud: 'local', ...attached });
    expect([...cloud.volumes.values()]).toEqual([{ megabytes: 8, vmid: node.vmid }]);
    expect(seen.at(-1)).toEqual({ type: 'volumes.changed', aid, volumes: [volume] });
    await kept.destroy(aid, 'data', 'request-a');
    expect(cloud.volumes.size).toBe(0);
    expect(seen.at(-1)).toEqual({ type: 'volumes.changed', aid, volumes: [] });
  });

  it('are made once when they are asked for twice', async () => {
    const { kept, node, aid, cloud } = await running();
    const made = await Promise.all([1, 2].map(() => kept.make(manager(aid), order(node.id), open)));
    expect(made[0]).toEqual(made[1]);
    expect(cloud.volumes.size).toBe(1);
  });

  it('have names that are unique in their application', async () => {
    const { kept, node, aid, cloud } = await running();
    await kept.make(manager(aid), order(node.id), open);
    await expect(kept.make(manager(aid), order(node.id, 'request-b'), open)).rejects.toThrow(
      "There is a volume 'data'",
    );
    // Undoing what was refused must not delete the other one.
    await kept.destroy(aid, 'data', 'request-b');
    expect(cloud.volumes.size).toBe(1);
  });

  it('leave nothing when the cloud fails', async () => {
    const { kept, volumes, node, aid, cloud, store } = await running();
    cloud.beforeVolume = () => Promise.reject(new ConpaasError('STORAGE_FULL', { place: '/' }));
    await expect(kept.make(manager(aid), order(node.id), open)).rejects.toThrow('no space left');
    expect(volumes.list(uid, aid)).toEqual([]);
    expect(store.volumes.list()).toEqual([]);
  });

  it('are detached and kept when their node is destroyed', async () => {
    const { kept, volumes, node, aid, instances, cloud } = await running();
    await kept.make(manager(aid), order(node.id), open);
    await kept.attach(aid, 'data', node.id, 'sdb');
    await instances.destroyNodes(aid, [node.id]);
    expect(volumes.list(uid, aid)).toMatchObject([{ name: 'data', agentId: '', device: '' }]);
    expect(cloud.volumes.size).toBe(1);
  });

  it('that a Director was making when it was killed are cleaned up', async () => {
    const all = await running();
    const { promise, resolve } = Promise.withResolvers<void>();
    all.cloud.beforeVolume = () => {
      resolve();
      return new Promise(() => undefined);
    };
    void all.kept.make(manager(all.aid), order(all.node.id), open);
    await promise;
    all.kill();
    const next = all.again();
    expect(next.store.volumes.list()).toMatchObject([{ name: 'data', state: 'creating' }]);
    const { kept } = volumesOf(next);
    expect(kept.list(all.aid)).toEqual([]);
    await kept.cleanUp();
    expect(next.store.volumes.list()).toEqual([]);
  });

  it('of others do not exist for a user or a manager', async () => {
    const { kept, volumes, node, aid } = await running();
    expect(() => volumes.list(uid + 1, aid)).toThrow('Application not found');
    await expect(volumes.delete(uid + 1, aid, 'data')).rejects.toThrow('Application not found');
    await expect(kept.make({ uid: uid + 1, aid }, order(node.id), open)).rejects.toThrow('Application not found');
    await expect(kept.make(manager(aid), order('iaas00000000'), open)).rejects.toThrow('node ID does not exist');
    await expect(kept.attach(aid + 1, 'data', node.id, 'sdb')).rejects.toThrow("There is no volume 'data'");
  });
});
