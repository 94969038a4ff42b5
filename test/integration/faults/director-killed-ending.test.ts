import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../../director/contract/client.ts';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../../peers/director.ts';
import { Load } from '../visitor.ts';
import { killInstance } from './instance-processes.ts';
import {
  again,
  connected,
  endOf,
  filesBelow,
  instanceFolders,
  leftOf,
  startedApplication,
  startedSite,
  until,
} from './world.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let director: DirectorProcess;
let client: Client;

beforeAll(async () => {
  director = await startDirector();
  client = director.client;
});
afterAll(() => removeDirector(director));

async function restart(): Promise<void> {
  await director.kill();
  director = await again(director);
  client = director.client;
}

/** kill -9 as soon as the step has begun, then a new Director; the end of the operation must be success. */
async function killedAt(step: string | null, id: string): Promise<void> {
  if (step !== null) {
    await until(`the step ${step}`, async () => {
      const { steps, finished } = await client.getOperation({ params: { id } });
      return finished !== null || steps.some(({ name, state }) => name === step && state !== 'waiting');
    });
  }
  await restart();
  const { state, error } = await endOf(client, id);
  expect({ state, error }).toEqual({ state: 'succeeded', error: null });
}

const storageOf = (aid: number, ...rest: string[]) => join(director.directory, 'storage', `a${aid}`, ...rest);
const textAt = async (url: string | null) => (await fetch(url ?? '')).text();

describe('what was being ended when the Director was killed is ended after a restart:', () => {
  it.each([null, 'Stop the services', 'Destroy the instances'])(
    'an application being stopped (killed at the step: %s)',
    async (step) => {
      const { aid, sid } = await startedSite(client, `Stop, ${step}`);
      const { id } = await client.stopApplication({ params: { aid } });
      await killedAt(step, id);
      expect(await client.getApplication({ params: { aid } })).toMatchObject({ state: 'STOPPED', manager: null });
      expect(await client.listServices({ params: { aid } })).toMatchObject([{ state: 'STOPPED', url: null }]);
      expect(await leftOf(director, aid)).toEqual([]);
      await ended(client, await client.startApplication({ params: { aid }, body: {} }));
      await ended(client, await client.startService({ params: { aid, sid }, body: {} }));
      expect(await textAt((await client.getService({ params: { aid, sid } })).url)).toContain('Welcome');
      await ended(client, await client.deleteApplication({ params: { aid } }));
    },
  );

  it.each([null, 'Stop the services', 'Destroy the instances', 'Delete code and data'])(
    'an application being deleted (killed at the step: %s)',
    async (step) => {
      const { aid } = await startedSite(client, `Delete, ${step}`);
      const { id } = await client.deleteApplication({ params: { aid } });
      await killedAt(step, id);
      await expect(client.getApplication({ params: { aid } })).rejects.toMatchObject({ code: 'APPLICATION_NOT_FOUND' });
      expect(await leftOf(director, aid)).toEqual([]);
      expect(existsSync(storageOf(aid))).toBe(false);
    },
  );

  it.each([null, 'Stop the service', 'Delete code and data'])(
    'a service being removed (killed at the step: %s)',
    async (step) => {
      const { aid, sid } = await startedSite(client, `Remove, ${step}`);
      const { id } = await client.removeService({ params: { aid, sid } });
      await killedAt(step, id);
      expect(await client.listServices({ params: { aid } })).toEqual([]);
      expect(instanceFolders(director, aid)).toHaveLength(1);
      expect(existsSync(storageOf(aid, `s${sid}`))).toBe(false);
      expect(await filesBelow(storageOf(aid, 'manager', 'code'))).toEqual([]);
      expect((await client.getApplicationInfo({ params: { aid } })).states).toEqual({ 0: 'RUNNING' });
      await ended(client, await client.deleteApplication({ params: { aid } }));
    },
  );

  it('a service being stopped', async () => {
    const { aid, sid } = await startedSite(client, 'Stop the service');
    const { id } = await client.stopService({ params: { aid, sid } });
    await killedAt(null, id);
    expect(await client.getService({ params: { aid, sid } })).toMatchObject({ state: 'STOPPED', reason: null });
    expect(instanceFolders(director, aid)).toHaveLength(1);
    await ended(client, await client.deleteApplication({ params: { aid } }));
  });
});

describe('two orders that were under way when the Director was killed end in their order:', () => {
  it.each(['stopApplication', 'deleteApplication'] as const)('a start that %s was ending', async (order) => {
    const { aid } = await client.createApplication({ body: { name: `Start and ${order}` } });
    const start = await client.startApplication({ params: { aid }, body: {} });
    await until('a folder', () => instanceFolders(director, aid).length > 0);
    const end = await client[order]({ params: { aid } });
    await killedAt(null, end.id);
    expect(['cancelled', 'interrupted']).toContain((await endOf(client, start.id)).state);
    const states = (await client.listApplications()).filter((one) => one.aid === aid).map(({ state }) => state);
    expect(states).toEqual(order === 'stopApplication' ? ['STOPPED'] : []);
    expect(await leftOf(director, aid)).toEqual([]);
  });

  it('the start of a service whose application was being deleted', async () => {
    const aid = await startedApplication(client, 'Service and delete');
    const { sid } = await client.addService({ params: { aid }, body: { type: 'php' } });
    const start = await client.startService({ params: { aid, sid }, body: {} });
    await until('a folder', () => instanceFolders(director, aid).length > 1);
    const end = await client.deleteApplication({ params: { aid } });
    await killedAt(null, end.id);
    expect(['cancelled', 'interrupted', 'succeeded']).toContain((await endOf(client, start.id, 60_000)).state);
    expect(await leftOf(director, aid)).toEqual([]);
  });
});

describe('a site', () => {
  it('answers every request while the Director is killed, away and back on other ports', async () => {
    const { aid, sid, url } = await startedSite(client, 'Served');
    const { hostname: address, port } = new URL(url);
    const load = new Load({ address, port: Number(port || 80) }, 2, [{ path: '/' }, { path: '/index.php?x=1' }]);
    const apiUrl = (await client.getSystem()).address.api;
    await until('some answers', () => load.answered > 20);
    await restart();
    const atRestart = load.answered;
    expect((await client.getSystem()).address.api).not.toBe(apiUrl);
    expect(await client.listServices({ params: { aid } })).toMatchObject([{ state: 'RUNNING', url }]);
    // The manager needs the Director for this, and must have learnt where it is now.
    await connected(client, aid);
    await ended(client, await client.addNodes({ params: { aid, sid }, body: { nodes: { backend: 1 } } }));
    await until('some answers', () => load.answered > atRestart + 20);
    const { answered, lost } = await load.stop();
    console.info(`${answered} requests answered while the Director was killed and started`);
    expect(lost).toEqual({});
  });

  it('is served while nodes are being added when the Director is killed, and has them after', async () => {
    const { aid, sid, url } = await startedSite(client, 'Scaled');
    const { id } = await client.addNodes({ params: { aid, sid }, body: { nodes: { backend: 2 } } });
    await until('folders', () => instanceFolders(director, aid).length > 2);
    await killedAt(null, id);
    expect(await client.getService({ params: { aid, sid } })).toMatchObject({ state: 'RUNNING', reason: null, url });
    expect(await client.listNodes({ params: { aid, sid } })).toHaveLength(3);
    expect(instanceFolders(director, aid)).toHaveLength(4);
    expect(await textAt(url)).toContain('Welcome');
  });

  it('is served again after everything was killed at once, as by a power cut', async () => {
    const { aid, sid, url } = await startedSite(client, 'Power cut');
    await ended(client, await client.addNodes({ params: { aid, sid }, body: { nodes: { backend: 1 } } }));
    const vmids = instanceFolders(director, aid).map((folder) => folder.slice(-8));
    await director.kill();
    for (const vmid of vmids) await killInstance(director, aid, vmid);
    await expect(textAt(url)).rejects.toThrow();
    await restart();
    await until('the page', () =>
      textAt(url).then(
        (text) => text.includes('Welcome'),
        () => false,
      ),
    );
    await connected(client, aid);
    await until('the state', async () => (await client.getService({ params: { aid, sid } })).state === 'RUNNING');
    expect(instanceFolders(director, aid).map((folder) => folder.slice(-8))).toEqual(vmids);
    expect((await client.listNodes({ params: { aid, sid } })).map(({ state }) => state)).toEqual([
      'running',
      'running',
    ]);
  });
});
