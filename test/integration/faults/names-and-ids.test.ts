import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../../director/contract/client.ts';
import type { Operation } from '../../../director/contract/operation.ts';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../../peers/director.ts';
import { endOf, leftOf, type Site, startedApplication, startedSite } from './world.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let director: DirectorProcess;
let client: Client;
let site: Site;

beforeAll(async () => {
  director = await startDirector();
  client = director.client;
  site = await startedSite(client, 'The site');
});
afterAll(() => removeDirector(director));

/** What a user reads of a refusal; it must be whole. */
async function refusal(call: Promise<unknown>): Promise<{ code: string; message: string }> {
  const { code, message, hint } = await call.then(
    (made) => {
      throw new Error(`It was not refused: ${JSON.stringify(made)}`);
    },
    (error) => error,
  );
  console.info(`${code}: ${message} ${hint}`);
  expect(`${message} ${hint}`).not.toMatch(/\{\w+\}|undefined|\[object/);
  return { code, message };
}

describe('the name of an application', () => {
  const create = (name: string) => client.createApplication({ body: { name } });

  it.each([
    ['empty', '', 'NAME_REQUIRED'],
    ['only blanks', ' \t ', 'NAME_REQUIRED'],
    ['too long', 'n'.repeat(257), 'NAME_TOO_LONG'],
    ['taken', 'The site', 'NAME_TAKEN'],
    ['taken but for blanks around it', '  The site ', 'NAME_TAKEN'],
  ])('that is %s is refused', async (_, name, code) => {
    expect(await refusal(create(name))).toMatchObject({ code });
    const other = await create(`Other ${code} ${name.length}`);
    expect(await refusal(client.renameApplication({ params: other, body: { name } }))).toMatchObject({ code });
    expect((await client.getApplication({ params: other })).name).toBe(other.name);
  });

  it.each([
    'Магазин',
    '日本語のアプリ',
    'متجر',
    '👩‍👩‍👧 & Co',
    '<img src=x onerror=alert(1)>',
    `"'; DROP TABLE applications; --`,
    '../../etc',
    'n'.repeat(256),
  ])('may be %s, and is kept as it is', async (name) => {
    const { aid } = await create(name);
    expect((await client.getApplication({ params: { aid } })).name).toBe(name);
    expect(await refusal(create(name))).toMatchObject({ code: 'NAME_TAKEN', message: expect.stringContaining(name) });
  });

  it('of any alphabet is no hindrance to start it', async () => {
    const { aid } = await create('Старт <b>日本</b> "');
    await ended(client, await client.startApplication({ params: { aid }, body: {} }));
    expect((await client.getApplication({ params: { aid } })).state).toBe('RUNNING');
  });

  it('is free again after the application was deleted', async () => {
    const { aid } = await create('Again');
    await ended(client, await client.deleteApplication({ params: { aid } }));
    expect((await create('Again')).aid).not.toBe(aid);
  });
});

describe('what does not exist', () => {
  const huge = Number.MAX_SAFE_INTEGER;
  const calls: [what: string, code: string, call: () => Promise<unknown>][] = [
    ['an application', 'APPLICATION_NOT_FOUND', () => client.getApplication({ params: { aid: 99 } })],
    [
      'an application of a huge number',
      'APPLICATION_NOT_FOUND',
      () => client.getApplication({ params: { aid: huge } }),
    ],
    ['an application beyond all numbers', 'INVALID_INPUT', () => client.getApplication({ params: { aid: 1e30 } })],
    ['an application below zero', 'INVALID_INPUT', () => client.getApplication({ params: { aid: -1 } })],
    ['an application called abc', 'INVALID_INPUT', () => client.getApplication({ params: { aid: 'abc' } })],
    [
      'an application to be started',
      'APPLICATION_NOT_FOUND',
      () => client.startApplication({ params: { aid: 99 }, body: {} }),
    ],
    ['an application to be deleted', 'APPLICATION_NOT_FOUND', () => client.deleteApplication({ params: { aid: 99 } })],
    ['a service', 'SERVICE_NOT_FOUND', () => client.getService({ params: { ...site, sid: 99 } })],
    [
      'a service of a huge number',
      'SERVICE_NOT_FOUND',
      () => client.startService({ params: { ...site, sid: huge }, body: {} }),
    ],
    ['a service to be removed', 'SERVICE_NOT_FOUND', () => client.removeService({ params: { ...site, sid: 99 } })],
    ['a service type', 'UNKNOWN_SERVICE_TYPE', () => client.addService({ params: site, body: { type: 'cobol' } })],
    [
      'a service type of every object',
      'UNKNOWN_SERVICE_TYPE',
      () => client.addService({ params: site, body: { type: 'constructor' } }),
    ],
    ['a cloud', 'UNKNOWN_CLOUD', () => client.startApplication({ params: { aid: 1 }, body: { cloud: 'ec2' } })],
    ['a cloud of a service', 'UNKNOWN_CLOUD', () => client.startService({ params: site, body: { cloud: 'ec2' } })],
    [
      'a cloud for nodes',
      'UNKNOWN_CLOUD',
      () => client.addNodes({ params: site, body: { nodes: { backend: 1 }, cloud: 'ec2' } }),
    ],
    ['a role', 'NODE_ROLE_UNKNOWN', () => client.addNodes({ params: site, body: { nodes: { database: 1 } } })],
    [
      'a role of every object',
      'NODE_ROLE_UNKNOWN',
      () => client.addNodes({ params: site, body: { nodes: { constructor: 1 } } }),
    ],
    ['a node', 'NODE_NOT_FOUND', () => client.replaceNode({ params: { ...site, nodeId: 'iaas00000000' } })],
    ['a node with logs', 'NODE_NOT_FOUND', () => client.listNodeLogs({ params: { ...site, nodeId: '../..' } })],
    [
      'a log',
      'LOG_NOT_FOUND',
      () =>
        firstNode().then((nodeId) => client.getNodeLog({ params: { ...site, nodeId, filename: '../../etc/passwd' } })),
    ],
    [
      'a code version',
      'CODE_VERSION_NOT_FOUND',
      () => client.enableCodeVersion({ params: { ...site, version: 'code-none' } }),
    ],
    [
      'a code version to be downloaded',
      'CODE_VERSION_NOT_FOUND',
      () => client.downloadCodeVersion({ params: { ...site, version: '../state.json' } }),
    ],
    [
      'a code version to be deleted',
      'CODE_VERSION_NOT_FOUND',
      () => client.deleteCodeVersion({ params: { ...site, version: 'code-none' } }),
    ],
    ['an operation', 'OPERATION_NOT_FOUND', () => client.getOperation({ params: { id: 'none' } })],
    ['an operation to be cancelled', 'OPERATION_NOT_FOUND', () => client.cancelOperation({ params: { id: 'none' } })],
    [
      'an operation with a very long id',
      'INVALID_INPUT',
      () => client.getOperation({ params: { id: '0'.repeat(300) } }),
    ],
    ['a sample', 'SAMPLE_NOT_FOUND', () => client.deploySample({ params: { name: '../../etc' } })],
    [
      'a setting of PHP',
      'CONFIGURATION_UNKNOWN',
      () => client.updateConfiguration({ params: site, body: { values: { auto_prepend_file: '/etc/passwd' } } }),
    ],
  ];
  const firstNode = async () => (await client.listNodes({ params: site }))[0]?.id ?? '';

  it.each(calls)('%s is refused as %s, and the site is served', async (_, code, call) => {
    expect(await refusal(call())).toMatchObject({ code });
    expect((await client.getService({ params: site })).state).toBe('RUNNING');
    expect((await fetch(site.url)).status).toBe(200);
  });

  const counts: [what: string, code: string, nodes: Record<string, number>][] = [
    ['none', 'NODES_NOT_POSITIVE', { backend: 0 }],
    ['no role', 'NODES_NOT_POSITIVE', {}],
    ['fewer than none', 'NODES_INVALID', { backend: -1 }],
    ['a half', 'NODES_INVALID', { backend: 0.5 }],
    ['very many', 'NODES_INVALID', { backend: 1_000_000 }],
    ['more than can be counted', 'NODES_INVALID', { backend: 1e30 }],
    ['proxies alone', 'PROXY_RULE', { proxy: 1 }],
  ];
  it.each(counts)('%s of nodes to be added is refused as %s', async (_, code, nodes) => {
    expect(await refusal(client.addNodes({ params: site, body: { nodes } }))).toMatchObject({ code });
  });

  it('nodes that a service does not have cannot be removed', async () => {
    const { code } = await refusal(client.removeNodes({ params: site, body: { nodes: { backend: 1 } } }));
    expect(['NOT_ENOUGH_LEFT', 'NODES_NONE_REMOVABLE']).toContain(code);
  });
});

describe('two orders at once', () => {
  const outcomes = async (calls: Promise<Operation>[]) => {
    const settled = await Promise.allSettled(calls);
    const begun = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    return { begun, refused };
  };

  it('to start an application: one wins', async () => {
    const { aid } = await client.createApplication({ body: { name: 'Started twice' } });
    const start = () => client.startApplication({ params: { aid }, body: {} });
    const { begun, refused } = await outcomes([start(), start(), start()]);
    expect(begun).toHaveLength(1);
    for (const { code } of refused) expect(['APPLICATION_BUSY', 'APPLICATION_ALREADY_STARTED']).toContain(code);
    await Promise.all(begun.map((operation) => ended(client, operation)));
    expect(await refusal(start())).toMatchObject({ code: 'APPLICATION_ALREADY_STARTED' });
    expect((await leftOf(director, aid)).filter((line) => line.startsWith('row'))).toHaveLength(1);
  });

  it('to start a service: one wins', async () => {
    const aid = await startedApplication(client, 'Service started twice');
    const { sid } = await client.addService({ params: { aid }, body: { type: 'php' } });
    const start = () => client.startService({ params: { aid, sid }, body: {} });
    const { begun, refused } = await outcomes([start(), start()]);
    expect(begun).toHaveLength(1);
    expect(refused.map(({ code }) => code)).toEqual(['WRONG_STATE']);
    await Promise.all(begun.map((operation) => ended(client, operation)));
    expect(await client.listNodes({ params: { aid, sid } })).toHaveLength(1);
  });

  it.each(['stopApplication', 'deleteApplication'] as const)(
    '%s while it starts ends the start, and leaves nothing',
    async (order) => {
      const { aid } = await client.createApplication({ body: { name: `${order} while starting` } });
      const start = await client.startApplication({ params: { aid }, body: {} });
      const second = await client[order]({ params: { aid } });
      await ended(client, second);
      expect((await endOf(client, start.id)).state).toBe('cancelled');
      expect(await leftOf(director, aid)).toEqual([]);
      if (order === 'stopApplication') expect((await client.getApplication({ params: { aid } })).state).toBe('STOPPED');
      else
        expect(await refusal(client.getApplication({ params: { aid } }))).toMatchObject({
          code: 'APPLICATION_NOT_FOUND',
        });
    },
  );

  it('to stop and to remove a service that is being started leave nothing of it', async () => {
    const aid = await startedApplication(client, 'Stopped while starting');
    const { sid } = await client.addService({ params: { aid }, body: { type: 'php' } });
    const start = await client.startService({ params: { aid, sid }, body: {} });
    await ended(client, await client.stopService({ params: { aid, sid } }));
    expect((await endOf(client, start.id)).state).not.toBe('succeeded');
    expect((await client.getService({ params: { aid, sid } })).state).toBe('STOPPED');
    await client.startService({ params: { aid, sid }, body: {} });
    await ended(client, await client.removeService({ params: { aid, sid } }));
    expect(await client.listServices({ params: { aid } })).toEqual([]);
    expect((await leftOf(director, aid)).filter((line) => line.startsWith('row'))).toHaveLength(1);
  });

  it('to delete an application twice: both end, it is gone', async () => {
    const aid = await startedApplication(client, 'Deleted twice');
    const remove = () => client.deleteApplication({ params: { aid } });
    const operations = await Promise.all([remove(), remove()]);
    for (const operation of operations) await ended(client, operation);
    expect(await leftOf(director, aid)).toEqual([]);
  });
});
