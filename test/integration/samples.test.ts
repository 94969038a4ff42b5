import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../director/contract/client.ts';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../peers/director.ts';
import { until } from './faults/world.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let director: DirectorProcess;
let client: Client;

beforeAll(async () => {
  director = await startDirector();
  client = director.client;
});
afterAll(() => removeDirector(director));

describe('the ready-made applications', () => {
  it('are listed with what is shown of them', async () => {
    const samples = await client.listSamples();
    expect(samples.map(({ name, serviceType }) => [name, serviceType])).toEqual([
      ['guestbook', 'php'],
      ['helloworld', 'helloworld'],
      ['primes', 'generic'],
    ]);
    for (const { picture } of samples) expect(picture).toMatch(/^data:image\/svg\+xml;base64,/);
  });

  it('have a guest book whose page answers', async () => {
    const { result, aid, steps } = await ended(client, await client.deploySample({ params: { name: 'guestbook' } }));
    const { url, name } = await client.getService({ params: { aid: aid ?? 0, sid: 1 } });
    expect(name).toBe('Pages');
    expect(result).toEqual({ aid, sid: 1, url });
    expect(await (await fetch(url ?? '')).text()).toContain('Guest book');
    expect(steps.every(({ state }) => state === 'done')).toBe(true);
  });

  it('have two nodes that greet', async () => {
    const { result, aid } = await ended(client, await client.deploySample({ params: { name: 'helloworld' } }));
    expect(result).toEqual({ aid, sid: 1, url: null });
    expect(await client.listNodes({ params: { aid: aid ?? 0, sid: 1 } })).toHaveLength(2);
  });

  it('have a search for prime numbers that three nodes share', async () => {
    const { aid } = await ended(client, await client.deploySample({ params: { name: 'primes' } }));
    const params = { aid: aid ?? 0, sid: 1 };
    const nodes = await client.listNodes({ params });
    expect(nodes.map(({ role }) => role).sort()).toEqual(['master', 'node', 'node']);
    await client.callServiceMethod({
      params: { ...params, method: 'execute_script' },
      body: { parameters: { command: 'run', parameters: '1000' } },
    });
    const found = await until('the results', async () => {
      const logs = await Promise.all(
        nodes.map(({ id: nodeId }) =>
          client.getNodeLog({ params: { ...params, nodeId, filename: 'agent.out' }, query: {} }),
        ),
      );
      const counts = logs.map((log) => Number(/Found (\d+) prime numbers/.exec(log)?.[1]));
      return counts.every((count) => count > 0) && counts;
    });
    // There are 168 prime numbers below 1000.
    expect(found.reduce((sum, count) => sum + count, 0)).toBe(168);
  });
});
