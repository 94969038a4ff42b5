import { describe, expect, it, vi } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { domain, uid } from './harness.ts';

async function running() {
  const all = domain();
  const { aid } = all.applications.create(uid, 'shop');
  await all.operations.wait(all.applications.start(uid, aid, undefined).id);
  await all.reconciler.start();
  const vmid = all.store.applications.get(aid)?.managerVmid ?? '';
  return { ...all, aid, vmid };
}

describe('the reconciler', () => {
  it('starts a manager again that died', async () => {
    const { cloud, vmid } = await running();
    cloud.die(vmid);
    await vi.waitFor(() => expect(cloud.instances.get(vmid)?.state).toBe('running'));
  });

  it('gives up on a manager that keeps dying and says so on the application', async () => {
    const { cloud, vmid, applications, aid } = await running();
    cloud.restart = () =>
      Promise.reject(new ConpaasError('INSTANCE_START_FAILED', { name: vmid, why: 'it is broken' }));
    for (let death = 0; death < 6; death++) cloud.die(vmid);
    await vi.waitFor(() => expect(applications.get(uid, aid)).toMatchObject({ state: 'ERROR' }));
    expect(applications.get(uid, aid).reason?.code).toBe('MANAGER_UNREACHABLE');
  });

  it('starts again at its start what the computer ended', async () => {
    const { cloud, vmid, kill, again } = await running();
    kill();
    const instance = cloud.instances.get(vmid);
    if (instance) instance.state = 'dead';
    const next = again();
    await next.reconciler.start();
    expect(instance?.state).toBe('running');
  });

  it('goes on at its start when an application is deleted while its instances are started again', async () => {
    const { cloud, vmid, aid, kill, again } = await running();
    kill();
    const instance = cloud.instances.get(vmid);
    if (instance) instance.state = 'dead';
    const next = again();
    const [begun, deleted] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    cloud.restart = async () => {
      begun.resolve();
      await deleted.promise;
      throw new ConpaasError('INSTANCE_START_FAILED', { name: vmid, why: 'there is no such instance' });
    };
    const started = next.reconciler.start();
    await begun.promise;
    const operation = await next.operations.wait(next.applications.delete(uid, aid).id);
    expect(operation.state).toBe('succeeded');
    deleted.resolve();
    await started;
    expect(next.managers.find(aid)).toBeUndefined();
  });

  it('destroys at its start the nodes that no manager was told of', async () => {
    const { cloud, instances, store, aid, kill, again } = await running();
    const { sid } = store.services.create(aid, { type: 'php', name: 'Pages' });
    cloud.beforeDestroy = () => new Promise(() => undefined);
    let made = 0;
    cloud.beforeCreate = async () => {
      made += 1;
      if (made === 2) await new Promise(() => undefined);
    };
    const nodes = [1, 2].map(() => ({ role: 'backend', cloud: 'default' }));
    const signal = new AbortController().signal;
    void instances.createNodes({ uid, aid, sid, serviceType: 'php', requestId: 'request-1', nodes }, signal);
    await vi.waitFor(() => expect(cloud.instances.size).toBe(2));
    kill();
    cloud.beforeDestroy = async () => undefined;
    cloud.beforeCreate = async () => undefined;
    const next = again();
    await next.reconciler.start();
    expect(next.store.instances.list({ state: 'creating' })).toEqual([]);
  });

  it('leaves instances alone while the cloud does not answer', async () => {
    const { cloud, vmid, kill, again } = await running();
    kill();
    cloud.get = () => Promise.reject(new Error('time-out'));
    const next = again();
    await next.reconciler.start();
    expect(cloud.instances.has(vmid)).toBe(true);
    expect(next.store.instances.get(vmid)?.state).toBe('running');
  });
});
