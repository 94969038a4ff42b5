import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../../director/contract/client.ts';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../../peers/director.ts';
import { peers } from '../../peers.ts';
import { tarOf } from '../../unit/archives/make-archive.ts';
import { Load } from '../visitor.ts';
import { killInstance, killManager, programOf, serverOf } from './instance-processes.ts';
import { instanceFolders, type Site, startedSite, until } from './world.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const files = [
  { name: 'index.php', content: '<?php echo "page of ", $_SERVER["SERVER_ADDR"];' },
  { name: 'style.css', content: 'body { color: teal }' },
];

let director: DirectorProcess;
let client: Client;
let site: Site;

/** Serves a page of PHP and a static file, so that each of the servers is needed. */
async function startedPage(name: string): Promise<Site> {
  const made = await startedSite(client, name);
  const { aid, sid } = made;
  const query = { filename: 'page.tar' };
  const version = await client.uploadCodeVersion({ params: { aid, sid }, query, file: await tarOf(files) });
  await ended(client, await client.enableCodeVersion({ params: { aid, sid, version: version.codeVersionId } }));
  return made;
}

/** Whether the page and the static file are served, asked over connections of their own. */
async function serves({ url }: Site): Promise<boolean> {
  const answers = await Promise.all(
    ['', 'style.css'].map((path) =>
      fetch(url + path, { headers: { connection: 'close' }, signal: AbortSignal.timeout(2000) }).then(
        async (answer) => answer.status === 200 && /page of|teal/.test(await answer.text()),
        () => false,
      ),
    ),
  );
  return answers.every(Boolean);
}

const loadOn = ({ url }: Site) => {
  const { hostname: address, port } = new URL(url);
  return new Load({ address, port: Number(port || 80) }, 2, [{ path: '/' }, { path: '/style.css' }]);
};

beforeAll(async () => {
  director = await startDirector();
  client = director.client;
});
afterAll(() => removeDirector(director));

describe.runIf(peers('haproxy', 'nginx', 'php-fpm8.2'))('a server of a node that is killed', () => {
  beforeAll(async () => {
    site = await startedPage('Servers');
  });

  it.each(['haproxy', 'nginx', 'php-fpm'])('%s is started again within 5 s, and the node tells it', async (server) => {
    const { aid, sid } = site;
    const [node] = await client.listNodes({ params: { aid, sid } });
    const place = { aid, vmid: node?.vmid ?? '', server };
    const before = await serverOf(director, place);
    process.kill(before, 'SIGKILL');
    const killed = Date.now();
    const after = await until('another one', async () => {
      const now = await serverOf(director, place);
      return now !== before && now;
    });
    await until('the site', () => serves(site), 5000 - (Date.now() - killed));
    console.info(`${server} (${before} → ${after}): the site is back after ${Date.now() - killed} ms`);
    const told = await until('the word of the node', async () => {
      const [seen] = await client.listNodes({ params: { aid, sid } });
      const status = seen?.servers.find(({ name }) => name.startsWith(server));
      return seen?.state === 'running' && status !== undefined && status.restarts >= 1 && status;
    });
    expect(told).toMatchObject({ state: 'running', restarts: 1 });
    expect(told.why).toMatch(/SIGKILL/);
    expect((await client.getService({ params: { aid, sid } })).state).toBe('RUNNING');
  });
});

describe('a backend whose whole instance is killed', () => {
  it('is told as lost by its name, the rest serves, and a replacement brings the service back', async () => {
    const { aid, sid, url } = await startedPage('Backends');
    const params = { aid, sid };
    await ended(client, await client.addNodes({ params, body: { nodes: { backend: 2 } } }));
    const nodes = await client.listNodes({ params });
    const victim = nodes.filter(({ roles }) => roles.includes('backend')).at(-1);
    if (!victim) throw new Error('There is no backend');
    const load = loadOn({ aid, sid, url });
    await until('some answers', () => load.answered > 20);
    await killInstance(director, aid, victim.vmid);
    const lost = await until('the loss', async () => {
      const service = await client.getService({ params });
      return service.state === 'ERROR' && service;
    });
    console.info(`lost backend: ${lost.reason?.message} ${lost.reason?.hint}`);
    expect(lost.reason).toMatchObject({ code: 'NODE_LOST', message: expect.stringContaining(victim.id) });
    expect(lost.url).toBe(url);
    const result = await load.stop();
    console.info(`lost backend: ${result.answered} answered, not answered: ${JSON.stringify(result.lost)}`);
    expect(Object.values(result.lost).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2);
    for (let asked = 0; asked < 20; asked += 1) expect(await serves({ aid, sid, url })).toBe(true);
    expect((await client.listNodes({ params })).find(({ id }) => id === victim.id)?.state).toBe('lost');

    await ended(client, await client.replaceNode({ params: { ...params, nodeId: victim.id } }));
    expect(await client.getService({ params })).toMatchObject({ state: 'RUNNING', reason: null, url });
    const now = await client.listNodes({ params });
    expect(now.map(({ state }) => state)).toEqual(['running', 'running', 'running']);
    expect(now.some(({ id }) => id === victim.id)).toBe(false);
    expect(instanceFolders(director, aid)).toHaveLength(4);
    expect(await serves({ aid, sid, url })).toBe(true);
  });
});

describe('the only node of a service, killed', () => {
  it('is told as lost, and a replacement serves the same code', async () => {
    const { aid, sid } = await startedPage('Only node');
    const params = { aid, sid };
    const [only] = await client.listNodes({ params });
    await killInstance(director, aid, only?.vmid ?? '');
    const lost = await until('the loss', async () => {
      const service = await client.getService({ params });
      return service.state === 'ERROR' && service;
    });
    expect(lost).toMatchObject({
      url: null,
      reason: { code: 'NODE_LOST', message: expect.stringContaining(only?.id ?? '?') },
    });
    await ended(client, await client.replaceNode({ params: { ...params, nodeId: only?.id ?? '' } }));
    const { state, url } = await client.getService({ params });
    expect(state).toBe('RUNNING');
    expect(await serves({ aid, sid, url: url ?? '' })).toBe(true);
    expect(instanceFolders(director, aid)).toHaveLength(2);
  });
});

describe('a manager that is killed', () => {
  it('is started again by the Director, knows everything it knew, and no visitor notices', async () => {
    const made = await startedPage('Manager');
    const { aid, sid } = made;
    const params = { aid, sid };
    const versions = await client.listCodeVersions({ params });
    const nodes = await client.listNodes({ params });
    const { manager } = await client.getApplication({ params: { aid } });
    const load = loadOn(made);
    await killManager(director, aid);
    expect(await client.listCodeVersions({ params })).toEqual(versions);
    expect((await client.listNodes({ params })).map(({ id, roles }) => ({ id, roles }))).toEqual(
      nodes.map(({ id, roles }) => ({ id, roles })),
    );
    expect(await client.getService({ params })).toMatchObject({ state: 'RUNNING', reason: null, url: made.url });
    expect((await client.getApplication({ params: { aid } })).manager?.instanceId).toBe(manager?.instanceId);
    await ended(client, await client.addNodes({ params, body: { nodes: { backend: 1 } } }));
    const { answered, lost } = await load.stop();
    console.info(`manager killed: ${answered} requests answered`);
    expect(lost).toEqual({});
  });

  it('while a service is started by it leaves nothing of the start, and the service can be started', async () => {
    const { aid } = await client.createApplication({ body: { name: 'Manager killed at work' } });
    await ended(client, await client.startApplication({ params: { aid }, body: {} }));
    const { sid } = await client.addService({ params: { aid }, body: { type: 'php', name: 'Site' } });
    const params = { aid, sid };
    const operation = await client.startService({ params, body: {} });
    await until('a node', () => instanceFolders(director, aid).length > 1);
    const { manager } = await client.getApplication({ params: { aid } });
    process.kill(await programOf(director, aid, manager?.instanceId ?? ''), 'SIGKILL');
    const failed = await until('its end', async () => {
      const now = await client.getOperation({ params: { id: operation.id } });
      return now.finished !== null && now;
    });
    console.info(`manager killed while it started a service: ${failed.state}: ${failed.error?.message}`);
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'MANAGER_RESTARTED' } });
    expect((await client.getService({ params })).state).toBe('ERROR');
    await until('the node gone', () => instanceFolders(director, aid).length === 1);
    await ended(client, await client.stopService({ params }));
    await ended(client, await client.startService({ params, body: {} }));
    expect((await client.getService({ params })).state).toBe('RUNNING');
  });
});
