import { describe, expect, it } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { domain, uid } from './harness.ts';

const signal = new AbortController().signal;
const request = (aid: number, sid: number, nodes: number, requestId = 'request-1') => ({
  uid,
  aid,
  sid,
  serviceType: 'php',
  requestId,
  nodes: Array.from({ length: nodes }, () => ({ role: 'backend', cloud: 'default' })),
});

function withService() {
  const all = domain();
  const { aid } = all.applications.create(uid, 'shop');
  const { sid } = all.store.services.create(aid, { type: 'php', name: 'Pages' });
  return { ...all, aid, sid };
}

describe('the nodes that a manager asks for', () => {
  it('are named by the rule and known as iaas plus their id', async () => {
    const { instances, cloud, aid, sid } = withService();
    const [node] = await instances.createNodes(request(aid, sid, 1), signal);
    expect(node?.id).toBe(`iaas${node?.vmid}`);
    expect(cloud.instances.get(node?.vmid ?? '')?.name).toBe(`conpaas-u1-a${aid}-s${sid}-web`);
  });

  it('are written down before the cloud is asked', async () => {
    const { instances, cloud, store, aid, sid } = withService();
    let recorded: string[] = [];
    cloud.beforeCreate = async ({ vmid }) => {
      recorded = [store.instances.get(vmid)?.state ?? 'unknown'];
    };
    await instances.createNodes(request(aid, sid, 1), signal);
    expect(recorded).toEqual(['creating']);
  });

  it('are the same when the same request comes again, also from the next Director', async () => {
    const { instances, aid, sid, kill, again } = withService();
    const nodes = await instances.createNodes(request(aid, sid, 2), signal);
    expect(await instances.createNodes(request(aid, sid, 2), signal)).toEqual(nodes);
    kill();
    expect(await again().instances.createNodes(request(aid, sid, 2), signal)).toEqual(nodes);
  });

  it('are all made or none', async () => {
    const { instances, cloud, store, aid, sid } = withService();
    let count = 0;
    cloud.beforeCreate = async () => {
      count += 1;
      if (count === 2) throw new ConpaasError('STORAGE_FULL', { place: 'the instances' });
    };
    await expect(instances.createNodes(request(aid, sid, 3), signal)).rejects.toThrow('no space left');
    expect([cloud.instances.size, store.instances.list().length]).toEqual([0, 0]);
  });

  it("of another application are not destroyed by its manager's wish", async () => {
    const { instances, cloud, applications, aid, sid } = withService();
    const [node] = await instances.createNodes(request(aid, sid, 1), signal);
    const other = applications.create(uid, 'blog');
    await instances.destroyNodes(other.aid, [node?.id ?? '']);
    expect(cloud.instances.size).toBe(1);
  });
});
