import { describe, expect, it } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { domain, uid } from './harness.ts';

async function running() {
  const all = domain();
  const { aid } = all.applications.create(uid, 'shop');
  await all.operations.wait(all.applications.start(uid, aid, undefined).id);
  const { sid } = await all.services.add(uid, aid, 'php');
  return { ...all, aid, sid };
}

describe('services', () => {
  it('are added under the next id with the name that the original gave', async () => {
    const { services, aid, wire } = await running();
    expect(services.list(uid, aid)).toMatchObject([{ sid: 1, name: 'New php service', state: 'INIT' }]);
    expect(wire.calls).toContainEqual({ method: 'add_service', parameters: { service_type: 'php', service_id: 1 } });
  });

  it('are refused with the texts of the original', async () => {
    const { services, aid, applications } = await running();
    await expect(services.add(uid, aid, 'cobol')).rejects.toThrow("Unknown service type 'cobol'");
    const other = applications.create(uid, 'blog');
    await expect(services.add(uid, other.aid, 'php')).rejects.toThrow(
      `Application ${other.aid} has not started. Try to start it first.`,
    );
    expect(() => services.get(uid, aid, 9)).toThrow(`Unknown service id 9 in application ${aid}`);
  });

  it('are not kept when the manager refuses them', async () => {
    const { services, aid, wire } = await running();
    wire.answer = () => {
      throw new ConpaasError('STORAGE_FULL', { place: 'the manager' });
    };
    await expect(services.add(uid, aid, 'php')).rejects.toThrow('no space left');
    expect(services.list(uid, aid)).toHaveLength(1);
  });
});

describe('a change of a service', () => {
  it('is an operation that follows the steps of the manager to the end', async () => {
    const { services, operations, wire, aid, sid } = await running();
    wire.answer = (method) => {
      if (method === 'start_service') {
        wire.snapshot(sid, 'PROLOGUE');
        wire.tell({ type: 'step', sid, name: 'Create nodes', percent: 10 });
        wire.tell({ type: 'step', sid, name: 'Start servers', percent: 60 });
        wire.snapshot(sid, 'RUNNING');
      }
      return undefined;
    };
    const operation = await operations.wait((await services.start(uid, aid, sid, undefined)).id);
    expect(operation.state).toBe('succeeded');
    expect(operation.steps.map(({ name }) => name)).toEqual(['Create nodes', 'Start servers']);
    expect(services.get(uid, aid, sid).state).toBe('RUNNING');
  });

  it('fails with the reason that the manager gives', async () => {
    const { services, operations, wire, aid, sid } = await running();
    const reason = new ConpaasError('STORAGE_FULL', { place: 'the node' }).toBody();
    wire.answer = (method) => {
      if (method === 'start_service') {
        wire.snapshot(sid, 'PROLOGUE');
        wire.snapshot(sid, 'ERROR', reason);
      }
      return undefined;
    };
    const operation = await operations.wait((await services.start(uid, aid, sid, undefined)).id);
    expect(operation).toMatchObject({ state: 'failed', error: { code: 'STORAGE_FULL' } });
    expect(services.get(uid, aid, sid)).toMatchObject({ state: 'ERROR', reason: { code: 'STORAGE_FULL' } });
  });

  it('is no operation at all when the manager refuses it', async () => {
    const { services, operations, wire, aid, sid } = await running();
    const before = operations.list().length;
    wire.answer = () => {
      throw new ConpaasError('NODES_NOT_POSITIVE');
    };
    await expect(services.addNodes(uid, aid, sid, { backend: 0 }, undefined)).rejects.toThrow(
      'Need a positive value for at least one role',
    );
    expect(operations.list()).toHaveLength(before);
  });

  it('asks the manager to undo it when it is cancelled', async () => {
    const { services, operations, wire, aid, sid } = await running();
    wire.answer = (method) => {
      if (method === 'start_service') wire.snapshot(sid, 'PROLOGUE');
      if (method === 'cancel') wire.snapshot(sid, 'STOPPED');
      return undefined;
    };
    const { id } = await services.start(uid, aid, sid, undefined);
    operations.cancel(id);
    expect((await operations.wait(id)).state).toBe('cancelled');
  });

  it('is not ended by a list of services that the manager gave before it was asked', async () => {
    const { services, operations, wire, applications } = await running();
    const { aid } = applications.create(uid, 'blog');
    const listed = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    wire.answer = async (method) => {
      if (method === 'get_services') {
        const old = [...wire.services.values()];
        listed.resolve();
        await goOn.promise;
        return { services: old };
      }
      return undefined;
    };
    await operations.wait(applications.start(uid, aid, undefined).id);
    const { sid } = await services.add(uid, aid, 'php');
    wire.snapshot(sid, 'STOPPED');
    await listed.promise;
    const { id } = await services.start(uid, aid, sid, undefined);
    goOn.resolve();
    wire.snapshot(sid, 'PROLOGUE');
    wire.snapshot(sid, 'RUNNING');
    expect((await operations.wait(id)).state).toBe('succeeded');
  });

  it('is followed by the next Director when this one is killed', async () => {
    const { services, wire, aid, sid, kill, again } = await running();
    wire.answer = (method) => {
      if (method === 'start_service') wire.snapshot(sid, 'PROLOGUE');
      return undefined;
    };
    const { id } = await services.start(uid, aid, sid, undefined);
    kill();
    const next = again();
    await next.reconciler.start();
    next.operations.recover();
    wire.snapshot(sid, 'RUNNING');
    expect((await next.operations.wait(id)).state).toBe('succeeded');
    expect(next.services.get(uid, aid, sid).state).toBe('RUNNING');
  });
});

describe('removing a service', () => {
  it('waits for the manager, then deletes its storage', async () => {
    const { services, operations, wire, cloud, aid, sid } = await running();
    wire.answer = (method) => {
      if (method === 'remove_service') wire.tell({ type: 'removed', sid });
      return undefined;
    };
    expect((await operations.wait(services.remove(uid, aid, sid).id)).state).toBe('succeeded');
    expect(services.list(uid, aid)).toEqual([]);
    expect(cloud.storage).toEqual([{ uid, aid, sid }]);
  });

  it('works on a stopped application; the manager forgets it at the next start', async () => {
    const { services, applications, operations, wire, aid, sid } = await running();
    wire.snapshot(sid, 'STOPPED');
    await operations.wait(applications.stop(uid, aid).id);
    await operations.wait(services.remove(uid, aid, sid).id);
    const removed = Promise.withResolvers<void>();
    wire.answer = (method) => (method === 'remove_service' ? removed.resolve() : undefined);
    await operations.wait(applications.start(uid, aid, undefined).id);
    await removed.promise;
    expect(services.list(uid, aid)).toEqual([]);
  });
});
