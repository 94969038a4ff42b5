import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../director/contract/operation.ts';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../peers/director.ts';

describe('stopping a service that is being started', () => {
  let director: DirectorProcess;
  let params: { aid: number; sid: number };

  beforeAll(async () => {
    director = await startDirector();
    const { client } = director;
    const { aid } = await client.createApplication({ body: { name: 'Shop' } });
    await ended(client, await client.startApplication({ params: { aid }, body: {} }));
    const { sid } = await client.addService({ params: { aid }, body: { type: 'php' } });
    params = { aid, sid };
  }, 60_000);
  afterAll(() => removeDirector(director), 60_000);

  async function started(): Promise<Operation> {
    return director.client.startService({ params, body: {} });
  }

  /** Waits until the operation says this step. */
  async function reached(operation: Operation, step: string): Promise<void> {
    for (;;) {
      const { steps, finished } = await director.client.getOperation({ params: { id: operation.id } });
      if (steps.some(({ name }) => name === step)) return;
      if (finished !== null) throw new Error(`${operation.title} ended before "${step}"`);
    }
  }

  it.each(['Create an instance', 'Wait for its agent'])(
    'at the step "%s" ends it, and leaves nothing',
    async (step) => {
      const { client } = director;
      const start = await started();
      await reached(start, step);
      await ended(client, await client.stopService({ params }));
      await expect(ended(client, start)).rejects.toThrow(
        'Something else was asked of the service meanwhile; it is STOPPED now.',
      );
      expect(await client.getService({ params })).toMatchObject({ state: 'STOPPED', reason: null });
      expect(await client.listResources()).toEqual([expect.objectContaining({ kind: 'manager' })]);
    },
  );

  it('twice at once ends both stops together', async () => {
    const { client } = director;
    await started();
    const stops = await Promise.all([client.stopService({ params }), client.stopService({ params })]);
    await Promise.all(stops.map((stop) => ended(client, stop)));
    expect(await client.getService({ params })).toMatchObject({ state: 'STOPPED', reason: null });
  });

  it('lets it be started again afterwards', async () => {
    const { client } = director;
    await ended(client, await started());
    expect(await client.getService({ params })).toMatchObject({ state: 'RUNNING', reason: null });
  });
});
