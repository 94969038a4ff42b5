import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../../director/contract/client.ts';
import type { Operation } from '../../../director/contract/operation.ts';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../../peers/director.ts';
import { again, connected, endOf, instanceFolders, leftOf, startedApplication, until } from './world.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let director: DirectorProcess;
let client: Client;

beforeAll(async () => {
  director = await startDirector();
  client = director.client;
});
afterAll(() => removeDirector(director));

/** kill -9, and a new Director on the same folder. */
async function restart(): Promise<void> {
  await director.kill();
  director = await again(director);
  client = director.client;
}

const stepRuns = (id: string, wanted: RegExp) => async () => {
  const { steps, finished } = await client.getOperation({ params: { id } });
  return finished !== null || steps.some((step) => step.state !== 'waiting' && wanted.test(step.name));
};

/** Whether the record of an instance tells processes: its program was started. */
function hasProcesses(folder: string): boolean {
  try {
    return JSON.parse(readFileSync(join(director.directory, 'instances', folder, 'instance.json'), 'utf8')).processes;
  } catch {
    return false;
  }
}

type Moment = [name: string, reached: (aid: number, operation: Operation, before: number) => Promise<unknown>];

const momentsOfInstances: Moment[] = [
  ['right after the request', async () => undefined],
  [
    'while the folder of the instance is made',
    (aid, _, before) => until('a folder', () => instanceFolders(director, aid).length > before),
  ],
  [
    'when the program of the instance was started',
    (aid, _, before) =>
      until('a program', () => {
        const folders = instanceFolders(director, aid);
        return folders.length > before && folders.every(hasProcesses);
      }),
  ],
];
const waiting = (name: string, step: RegExp = new RegExp(`^${name}$`)): Moment => [
  `at the step ${name}`,
  (_, { id }) => until(`the step ${name}`, stepRuns(id, step)),
];

const over = ['succeeded', 'interrupted'];

async function deleted(aid: number): Promise<void> {
  await ended(client, await client.deleteApplication({ params: { aid } }));
  expect(await leftOf(director, aid)).toEqual([]);
}

describe('an application being started when the Director is killed', () => {
  it.each([...momentsOfInstances, waiting('Wait for the manager')])(
    '%s runs after a restart or leaves nothing, and can be started',
    async (name, reached) => {
      const { aid } = await client.createApplication({ body: { name } });
      const operation = await client.startApplication({ params: { aid }, body: {} });
      await reached(aid, operation, 0);
      await restart();
      const { state, error } = await endOf(client, operation.id);
      console.info(`start application, killed ${name}: ${state} ${error?.message ?? ''}`);
      expect(over).toContain(state);
      const application = await client.getApplication({ params: { aid } });
      if (state === 'interrupted') {
        expect(application).toMatchObject({ state: 'STOPPED', manager: null });
        expect(error).toMatchObject({ code: 'OPERATION_INTERRUPTED' });
        expect(await leftOf(director, aid)).toEqual([]);
        await ended(client, await client.startApplication({ params: { aid }, body: {} }));
      } else expect(application.state).toBe('RUNNING');
      await connected(client, aid);
      expect(instanceFolders(director, aid)).toHaveLength(1);
      // That what is looked for is found where it is there.
      expect(await leftOf(director, aid)).toContainEqual(expect.stringMatching(/^\d+ .*--configuration/));
      await deleted(aid);
    },
  );

  it('is cleaned up also when the Director that cleans up is killed, and the next one', async () => {
    const { aid } = await client.createApplication({ body: { name: 'Killed three times' } });
    const { id } = await client.startApplication({ params: { aid }, body: {} });
    await until('a folder', () => instanceFolders(director, aid).length > 0);
    for (let times = 0; times < 3; times += 1) await restart();
    const { state } = await endOf(client, id);
    expect(over).toContain(state);
    await ended(client, await client.stopApplication({ params: { aid } }));
    expect(await leftOf(director, aid)).toEqual([]);
    await deleted(aid);
  });

  it('and being cancelled is cancelled', async () => {
    const { aid } = await client.createApplication({ body: { name: 'Cancelled and killed' } });
    const { id } = await client.startApplication({ params: { aid }, body: {} });
    await client.cancelOperation({ params: { id } });
    await restart();
    const { state } = await endOf(client, id);
    expect(['cancelled', 'interrupted']).toContain(state);
    expect(await client.getApplication({ params: { aid } })).toMatchObject({ state: 'STOPPED', manager: null });
    expect(await leftOf(director, aid)).toEqual([]);
    await deleted(aid);
  });
});

describe('a service being started when the Director is killed', () => {
  it.each([
    ...momentsOfInstances,
    waiting('Wait for its agent', /^Wait for/),
    waiting('that follows the agent', /^(?!Create|Wait)/),
  ])('%s runs after a restart, or can be started', async (name, reached) => {
    const aid = await startedApplication(client, name);
    const { sid } = await client.addService({ params: { aid }, body: { type: 'php', name: 'Site' } });
    const params = { aid, sid };
    const operation = await client.startService({ params, body: {} });
    await reached(aid, operation, 1);
    await restart();
    const { state, error } = await endOf(client, operation.id);
    console.info(`start service, killed ${name}: ${state} ${error?.message ?? ''}`);
    expect(over).toContain(state);
    if (state === 'interrupted') {
      expect(
        await until('an end', async () => {
          const service = await client.getService({ params });
          return ['STOPPED', 'ERROR', 'INIT'].includes(service.state) && service.state;
        }),
      ).not.toBe('ERROR');
      expect(instanceFolders(director, aid)).toHaveLength(1);
      await ended(client, await client.startService({ params, body: {} }));
    }
    const { url, state: now } = await client.getService({ params });
    expect(now).toBe('RUNNING');
    expect(await (await fetch(url ?? '')).text()).toContain('Welcome to ConPaaS!');
    expect(await client.listNodes({ params })).toHaveLength(1);
    expect(instanceFolders(director, aid)).toHaveLength(2);
    await deleted(aid);
  });
});

describe('a sample being deployed when the Director is killed', () => {
  it.each([
    ...momentsOfInstances,
    waiting('Wait for the manager'),
    waiting('Upload the code'),
    waiting('Start the service'),
    waiting('Ask for the page'),
  ])('%s is there or gone after a restart', async (name, reached) => {
    const [sample] = await client.listSamples();
    const operation = await client.deploySample({ params: { name: sample?.name ?? '' } });
    const aid = operation.aid ?? 0;
    await reached(aid, operation, 0);
    await restart();
    const { state, error } = await endOf(client, operation.id);
    console.info(`deploy sample, killed ${name}: ${state} ${error?.message ?? ''}`);
    expect(over).toContain(state);
    const left = (await client.listApplications()).filter((application) => application.aid === aid);
    if (state === 'succeeded') {
      const { url } = await client.getService({ params: { aid, sid: 1 } });
      expect((await fetch(url ?? '')).status).toBe(200);
      return deleted(aid);
    }
    expect(left).toEqual([]);
    expect(await leftOf(director, aid)).toEqual([]);
  });
});
