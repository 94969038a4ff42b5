import { describe, expect, it } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { domain, uid } from './harness.ts';

const never = () => new Promise<never>(() => undefined);

describe('creating and naming applications', () => {
  it('refuses a name that is taken, with the text of ConPaaS 2.1', () => {
    const { applications } = domain();
    applications.create(uid, 'shop');
    expect(() => applications.create(uid, 'shop')).toThrow('Application name "shop" is already taken');
  });

  it('lets an application keep its own name and refuses that of another', () => {
    const { applications } = domain();
    const { aid } = applications.create(uid, 'shop');
    applications.create(uid, 'blog');
    expect(applications.rename(uid, aid, 'shop').name).toBe('shop');
    expect(() => applications.rename(uid, aid, 'blog')).toThrow('already taken');
  });

  it("does not know another user's application", () => {
    const { applications } = domain();
    const { aid } = applications.create(uid, 'shop');
    expect(() => applications.get(2, aid)).toThrow('Application not found');
  });

  it('numbers a name that is taken', () => {
    const { applications } = domain();
    applications.create(uid, 'Guest book');
    applications.create(uid, 'Guest book (2)');
    expect(applications.freeName(uid, 'Guest book')).toBe('Guest book (3)');
  });
});

describe('starting an application', () => {
  it('ends with a manager that answers and the state RUNNING', async () => {
    const { applications, operations, cloud, seen } = domain();
    const { aid } = applications.create(uid, 'shop');
    const operation = await operations.wait(applications.start(uid, aid, undefined).id);
    expect(operation).toMatchObject({ state: 'succeeded', percent: 100 });
    expect(applications.get(uid, aid)).toMatchObject({ state: 'RUNNING', cloud: 'local' });
    expect([...cloud.instances.values()]).toMatchObject([{ name: `conpaas-u1-a${aid}-mgr`, kind: 'manager' }]);
    const states = seen.flatMap((event) => (event.type === 'application.changed' ? [event.application.state] : []));
    expect(states).toContain('PROLOGUE');
    expect(states.at(-1)).toBe('RUNNING');
  });

  it('is refused while it runs, and on an unknown cloud', async () => {
    const { applications, operations } = domain();
    const { aid } = applications.create(uid, 'shop');
    expect(() => applications.start(uid, aid, 'moon')).toThrow("Unknown cloud name 'moon'");
    await operations.wait(applications.start(uid, aid, 'default').id);
    expect(() => applications.start(uid, aid, undefined)).toThrow('Application already started');
  });

  it('leaves nothing behind and says why when the cloud fails', async () => {
    const { applications, operations, cloud, store } = domain();
    const { aid } = applications.create(uid, 'shop');
    cloud.beforeCreate = async () => {
      throw new ConpaasError('STORAGE_FULL', { place: 'the instances' });
    };
    const operation = await operations.wait(applications.start(uid, aid, undefined).id);
    expect(operation).toMatchObject({ state: 'failed', error: { code: 'STORAGE_FULL' } });
    expect(applications.get(uid, aid)).toMatchObject({
      state: 'ERROR',
      reason: { code: 'STORAGE_FULL' },
      manager: null,
    });
    expect(store.instances.list()).toEqual([]);
    cloud.beforeCreate = async () => undefined;
    expect((await operations.wait(applications.start(uid, aid, undefined).id)).state).toBe('succeeded');
  });

  it('is undone by a cancel while the manager does not answer', async () => {
    const { applications, operations, cloud, wire, store } = domain();
    const { aid } = applications.create(uid, 'shop');
    const asked = Promise.withResolvers<void>();
    wire.answer = (method) => {
      if (method !== 'check_process') return undefined;
      asked.resolve();
      throw new ConpaasError('MANAGER_UNREACHABLE', { aid, why: 'not yet' });
    };
    const { id } = applications.start(uid, aid, undefined);
    await asked.promise;
    operations.cancel(id);
    expect(await operations.wait(id)).toMatchObject({ state: 'cancelled' });
    expect(applications.get(uid, aid)).toMatchObject({ state: 'STOPPED', reason: null });
    expect([cloud.instances.size, store.instances.list().length]).toEqual([0, 0]);
  });

  it('lets stop cancel a start that hangs', async () => {
    const { applications, operations, cloud } = domain();
    const { aid } = applications.create(uid, 'shop');
    const asked = Promise.withResolvers<void>();
    cloud.beforeCreate = (_spec, signal) => {
      asked.resolve();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const start = applications.start(uid, aid, undefined);
    await asked.promise;
    expect((await operations.wait(applications.stop(uid, aid).id)).state).toBe('succeeded');
    expect((await operations.wait(start.id)).state).toBe('cancelled');
    expect(applications.get(uid, aid).state).toBe('STOPPED');
  });
});

describe('stopping and deleting an application', () => {
  it('destroys its instances and keeps its services, also when the manager does not answer', async () => {
    const { applications, operations, services, cloud, wire } = domain();
    const { aid } = applications.create(uid, 'shop');
    await operations.wait(applications.start(uid, aid, undefined).id);
    await services.add(uid, aid, 'php', 'Pages');
    wire.answering = false;
    expect((await operations.wait(applications.stop(uid, aid).id)).state).toBe('succeeded');
    expect(cloud.instances.size).toBe(0);
    expect(cloud.storage).toEqual([]);
    expect(services.list(uid, aid)).toMatchObject([{ name: 'Pages', sid: 1 }]);
  });

  it('keeps what it could not destroy on record, so that it can be tried again', async () => {
    const { applications, operations, cloud, store } = domain();
    const { aid } = applications.create(uid, 'shop');
    await operations.wait(applications.start(uid, aid, undefined).id);
    cloud.beforeDestroy = async () => {
      throw new ConpaasError('INTERNAL', { why: 'the cloud is away' });
    };
    expect((await operations.wait(applications.stop(uid, aid).id)).state).toBe('failed');
    expect(applications.get(uid, aid)).toMatchObject({ state: 'ERROR' });
    expect(store.instances.list()).toHaveLength(1);
    cloud.beforeDestroy = async () => undefined;
    expect((await operations.wait(applications.stop(uid, aid).id)).state).toBe('succeeded');
    expect(store.instances.list()).toEqual([]);
  });

  it('deletes the application with its storage and tells it', async () => {
    const { applications, operations, cloud, seen } = domain();
    const { aid } = applications.create(uid, 'shop');
    await operations.wait(applications.delete(uid, aid).id);
    expect(() => applications.get(uid, aid)).toThrow('Application not found');
    expect(cloud.storage).toEqual([{ uid, aid, sid: null }]);
    expect(seen).toContainEqual({ type: 'application.removed', aid });
  });
});

describe('a Director that was killed while it started an application', () => {
  it('goes on when the manager came up', async () => {
    const first = domain();
    const { aid } = first.applications.create(uid, 'shop');
    const asked = Promise.withResolvers<void>();
    first.wire.answer = (method) => {
      if (method !== 'check_process') return undefined;
      asked.resolve();
      return never();
    };
    const { id } = first.applications.start(uid, aid, undefined);
    await asked.promise;
    first.kill();
    first.wire.answer = () => undefined;
    const second = first.again();
    await second.reconciler.start();
    second.operations.recover();
    expect(await second.operations.wait(id)).toMatchObject({ state: 'succeeded' });
    expect(second.applications.get(uid, aid)).toMatchObject({ state: 'RUNNING' });
    expect(second.cloud.instances.size).toBe(1);
  });

  it('cleans up and says so when there was no manager yet', async () => {
    const first = domain();
    const { aid } = first.applications.create(uid, 'shop');
    const asked = Promise.withResolvers<void>();
    first.cloud.beforeCreate = () => {
      asked.resolve();
      return never();
    };
    const { id } = first.applications.start(uid, aid, undefined);
    await asked.promise;
    first.kill();
    const second = first.again();
    await second.reconciler.start();
    second.operations.recover();
    expect(await second.operations.wait(id)).toMatchObject({ state: 'interrupted' });
    expect(second.applications.get(uid, aid)).toMatchObject({ state: 'STOPPED', manager: null });
    expect(second.store.instances.list()).toEqual([]);
  });
});
