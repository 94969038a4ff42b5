import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../director/contract/client.ts';
import type { ManifestCheck } from '../../director/contract/manifest-check.ts';
import type { Operation } from '../../director/contract/operation.ts';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../peers/director.ts';
import { tarOf, zipOf } from '../unit/archives/make-archive.ts';
import { again, endOf, filesBelow, instanceFolders, leftOf, until } from './faults/world.ts';
import { code, serveFiles, told } from './manifest-world.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let director: DirectorProcess;
let client: Client;
let files: Awaited<ReturnType<typeof serveFiles>>;

beforeAll(async () => {
  director = await startDirector();
  client = director.client;
  files = await serveFiles({
    '/shop.tar.gz': await code('Shop'),
    '/deep.tar.gz': await code('Deep', 'shop-1.0/'),
    '/no-archive': 'this is no archive',
    '/setup.sh': '#!/bin/sh\necho set up\n',
    '/fails.sh': '#!/bin/sh\nexit 7\n',
  });
});
afterAll(async () => {
  files?.close();
  await removeDirector(director);
});

/** Something that settings files might take for one of theirs. */
const mode = ['live "$', '{x}"'].join('');
const deploy = (manifest: unknown) => client.deployManifest({ body: { manifest: JSON.stringify(manifest) } });
const oneService = (name: string, fields: object) => ({
  Application: name,
  Services: [{ Type: 'php', ServiceName: 'Pages', ...fields }],
});
const aidOf = ({ aid }: Operation) => aid ?? 0;
const stepOf = (operation: Operation, state: string) => operation.steps.find((step) => step.state === state)?.name;
const nodesByRole = async (aid: number, sid: number) =>
  (await client.listNodes({ params: { aid, sid } }))
    .map(({ role, roles }) => `${role}: ${roles.toSorted().join()}`)
    .sort();

async function remove(aid: number): Promise<void> {
  await ended(client, await client.deleteApplication({ params: { aid } }));
}

describe('a manifest', () => {
  it('makes services with code, settings, environment, script and nodes; exported, it makes the same again', async () => {
    const operation = await ended(
      client,
      await deploy({
        Application: 'Whole shop',
        Services: [
          {
            Type: 'php',
            ServiceName: 'Pages',
            Archive: `${files.url}/deep.tar.gz`,
            LiftSubfolder: 1,
            StartupScript: `${files.url}/setup.sh`,
            StartupInstances: { proxy: 1, web: 1, backend: 1 },
            SeparateRoles: ['backend'],
            Configuration: { memory_limit: '77M' },
            Environment: { MODE: mode, KEY: { Generate: 24 } },
          },
          {
            Type: 'php',
            ServiceName: 'Kept back',
            Archive: `${files.url}/shop.tar.gz`,
            Start: 0,
            Environment: { MODE: 'm' },
          },
        ],
      }),
    );
    const aid = aidOf(operation);
    expect(operation).toMatchObject({ kind: 'manifest.deploy', title: 'Deploy "Whole shop"', percent: 100 });
    expect(operation.steps.map(({ name, state }) => `${name} ${state}`)).toEqual(
      [
        'Fetch setup.sh',
        'Fetch deep.tar.gz',
        'Fetch shop.tar.gz',
        'Create the manager',
        'Wait for the manager',
        'Pages: add the service',
        'Pages: upload the startup script',
        'Pages: upload the code',
        'Pages: change the settings',
        'Pages: start the service',
        'Pages: add nodes',
        'Kept back: add the service',
        'Kept back: upload the code',
        'Kept back: change the settings',
      ].map((name) => `${name} done`),
    );
    expect(await client.getApplication({ params: { aid } })).toMatchObject({ name: 'Whole shop', state: 'RUNNING' });
    const [pages, kept] = await client.listServices({ params: { aid } });
    expect(pages).toMatchObject({ name: 'Pages', state: 'RUNNING' });
    expect(kept).toMatchObject({ name: 'Kept back', state: 'INIT' });
    const first = await told(pages?.url);
    expect(first).toEqual({
      title: 'Deep',
      mode,
      key: expect.stringMatching(/^\w{24}$/),
      memory: '77M',
    });
    expect(await nodesByRole(aid, 1)).toEqual(['backend: backend', 'proxyweb: proxy,web']);
    expect(await client.getStartupScript({ params: { aid, sid: 1 } })).toBe('#!/bin/sh\necho set up\n');

    const text = await client.exportManifest({ params: { aid } });
    expect(text).not.toContain(first.key);
    expect(JSON.parse(text)).toEqual({
      Application: 'Whole shop',
      Services: [
        {
          Type: 'php',
          ServiceName: 'Pages',
          Cloud: 'local',
          Start: 1,
          StartupInstances: { proxy: 1, web: 1, backend: 1 },
          SeparateRoles: ['backend'],
          StartupScript: 'service-1/startup.sh',
          Archive: 'service-1/deep.tar.gz',
          LiftSubfolder: 1,
          Configuration: { memory_limit: '77M' },
          Environment: { MODE: mode, KEY: { Generate: 24 } },
        },
        {
          Type: 'php',
          ServiceName: 'Kept back',
          Start: 0,
          Archive: 'service-2/shop.tar.gz',
          Environment: { MODE: 'm' },
        },
      ],
    });

    const bundle = Buffer.from((await client.exportManifestBundle({ params: { aid } })).bytes);
    const second = await ended(
      client,
      await client.deployManifestBundle({ query: { filename: 'whole.zip' }, file: bundle }),
    );
    const copy = aidOf(second);
    expect((await client.getApplication({ params: { aid: copy } })).name).toBe('Whole shop (2)');
    const again = await told((await client.getService({ params: { aid: copy, sid: 1 } })).url);
    expect(again).toEqual({ ...first, key: expect.stringMatching(/^\w{24}$/) });
    expect(again.key).not.toBe(first.key);
    expect(await nodesByRole(copy, 1)).toEqual(await nodesByRole(aid, 1));
    const exported = JSON.parse(await client.exportManifest({ params: { aid: copy } }));
    expect(exported).toEqual({ ...JSON.parse(text), Application: 'Whole shop (2)' });

    await ended(client, await client.startService({ params: { aid: copy, sid: 2 }, body: {} }));
    const late = await told((await client.getService({ params: { aid: copy, sid: 2 } })).url);
    expect(late).toMatchObject({ title: 'Shop', mode: 'm' });

    await ended(client, await client.stopApplication({ params: { aid } }));
    const stopped = JSON.parse(await client.exportManifest({ params: { aid } }));
    expect(stopped.Description).toMatch(/could not be read/);
    expect(stopped.Services).toEqual([
      { Type: 'php', ServiceName: 'Pages', Cloud: 'local', Start: 0 },
      { Type: 'php', ServiceName: 'Kept back', Start: 0 },
    ]);
    await remove(aid);
    await remove(copy);
  });

  it('without services makes an application and starts nothing', async () => {
    const operation = await ended(client, await deploy({ Application: 'Empty' }));
    const aid = aidOf(operation);
    expect(await client.getApplication({ params: { aid } })).toMatchObject({ state: 'INIT', manager: null });
    expect(operation.result).toEqual({ aid, services: [] });
    expect(instanceFolders(director, aid)).toEqual([]);
    expect(await client.exportManifest({ params: { aid } })).toBe(
      '{\n  "Application": "Empty",\n  "Services": []\n}\n',
    );
    await remove(aid);
  });

  it('comes in a bundle with folders, also one that was packed as a folder', async () => {
    const manifest = JSON.stringify(oneService('Bundled', { Archive: 'pages' }));
    const zip = zipOf([
      { name: 'bundle/manifest.json', content: manifest },
      { name: 'bundle/pages/index.php', content: '<?php echo json_encode(["title" => "Bundled"]);' },
    ]);
    const operation = await ended(
      client,
      await client.deployManifestBundle({ query: { filename: 'bundle.zip' }, file: zip }),
    );
    const { url } = await client.getService({ params: { aid: aidOf(operation), sid: 1 } });
    expect((await told(url)).title).toBe('Bundled');
    await remove(aidOf(operation));
  });
});

describe('what is refused before anything is made', () => {
  const count = async () => (await client.listApplications()).length;
  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => expect.fail('it was not refused'),
      (error: { code: string; message: string; hint: string; detail?: string }) => error,
    );
  const bundle = (file: Buffer) => client.deployManifestBundle({ query: { filename: 'b.tar' }, file });
  const text = (manifest: string) => client.deployManifest({ body: { manifest } });

  it('manifests with errors, each told by its place', async () => {
    const before = await count();
    expect(await refusal(text(''))).toMatchObject({ message: '"manifest" is a required argument' });
    expect(await refusal(text('{'))).toMatchObject({ code: 'MANIFEST_SYNTAX', message: 'Error parsing json' });
    const error = await refusal(deploy({ Services: [{}, { Type: 'cobol' }] }));
    expect(error).toMatchObject({ code: 'MANIFEST_INVALID', message: 'The "Type" field is mandatory' });
    expect(error.detail).toBe(
      '1:14 Services[0].Type: The "Type" field is mandatory\n1:25 Services[1].Type: Service cobol does not exists',
    );
    const many = { Services: Array.from({ length: 10_000 }, () => ({ Type: 'php' })) };
    const begun = performance.now();
    expect(await refusal(deploy(many))).toMatchObject({
      code: 'MANIFEST_INVALID',
      message: 'A manifest has at most 100 services; this one has 10000',
    });
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(await count()).toBe(before);
  });

  it('bundles without a manifest, with a wrong one, and what is no bundle', async () => {
    const before = await count();
    const content = JSON.stringify(oneService('Bad', { Archive: '../x' }));
    expect(await refusal(bundle(await tarOf([{ name: 'a', content: 'b' }])))).toMatchObject({
      code: 'MANIFEST_BUNDLE',
    });
    expect(await refusal(bundle(await tarOf([{ name: 'manifest.json', content }])))).toMatchObject({
      code: 'MANIFEST_INVALID',
    });
    expect(await refusal(bundle(Buffer.from('no archive')))).toMatchObject({ code: 'ARCHIVE_FORMAT' });
    const link = await tarOf([
      { name: 'manifest.json', content: JSON.stringify(oneService('Link', { StartupScript: 'script' })) },
      { name: 'script', type: 'symlink', linkname: '/etc/passwd' },
    ]);
    expect(await refusal(bundle(link))).toMatchObject({ code: 'ARCHIVE_LINK' });
    expect(await count()).toBe(before);
  });

  it('what cannot be paid', async () => {
    const before = await count();
    const { uid } = await client.getSession();
    const { balance } = await client.getCredit();
    await client.addCredit({ params: { uid }, body: { change: 61 - balance } });
    const manifest = JSON.stringify(oneService('Dear', { StartupInstances: { backend: 60 } }));
    const checked: ManifestCheck = await client.checkManifest({ body: { manifest } });
    expect(checked.plan?.instances).toBe(62);
    expect(checked.problems).toMatchObject([{ severity: 'warning', message: expect.stringContaining('62 credits') }]);
    expect(await refusal(text(manifest))).toMatchObject({ code: 'INSUFFICIENT_CREDITS' });
    expect(await count()).toBe(before);
    await client.addCredit({ params: { uid }, body: { change: balance } });
  });

  it('an unknown cloud', async () => {
    expect(await refusal(client.deployManifest({ body: { manifest: '{}', cloud: 'ec2' } }))).toMatchObject({
      code: 'UNKNOWN_CLOUD',
    });
  });
});

describe('volumes of a generic service', () => {
  it('are made on the nodes that the manifest names, and exported', async () => {
    const volumes = [
      { Name: 'data', Size: 5, Role: 'master' },
      { Name: 'more', Size: 3, Role: 'node' },
    ];
    const service = {
      Type: 'generic',
      ServiceName: 'Jobs',
      StartupInstances: { master: 1, node: 1 },
      Volumes: volumes,
    };
    const operation = await ended(client, await deploy({ Application: 'Volumes', Services: [service] }));
    const aid = aidOf(operation);
    const nodes = await client.listNodes({ params: { aid, sid: 1 } });
    const roleOf = (id: string) => nodes.find((node) => node.id === id)?.role;
    const made = await client.listVolumes({ params: { aid } });
    expect(made.map(({ name, size, agentId }) => ({ Name: name, Size: size, Role: roleOf(agentId) }))).toEqual(volumes);
    const [exported] = JSON.parse(await client.exportManifest({ params: { aid } })).Services;
    expect(exported).toEqual({ ...service, Cloud: 'local', Start: 1 });
    await remove(aid);
  });
});

describe('a deployment that fails', () => {
  it('at an address that has nothing starts nothing, and tells why', async () => {
    const { id, aid } = await deploy(oneService('Missing', { Archive: `${files.url}/gone.tar.gz` }));
    const { state, error } = await endOf(client, id);
    expect(state).toBe('failed');
    expect(error).toMatchObject({ code: 'DEPLOYMENT_FAILED' });
    expect(error?.message).toMatch(/^"Fetch gone.tar.gz" failed: http:.*gone.tar.gz could not be fetched: .*404/);
    const application = await client.getApplication({ params: { aid: aid ?? 0 } });
    expect(application).toMatchObject({ state: 'ERROR', reason: error, manager: null });
    expect(await leftOf(director, aid ?? 0)).toEqual([]);
    await ended(client, await client.startApplication({ params: { aid: aid ?? 0 }, body: {} }));
    await remove(aid ?? 0);
  });

  it.each([
    ['with code that is no archive', { Archive: '/no-archive' }, 'Upload the code', /archive/],
    ['with a script that fails', { StartupScript: '/fails.sh' }, 'Start the service', /7/],
  ])('%s leaves the application for inspection, with what was made', async (name, fields, step, why) => {
    const absolute = Object.fromEntries(Object.entries(fields).map(([key, path]) => [key, files.url + path]));
    const { id, aid: made } = await deploy(oneService(name, absolute));
    const aid = made ?? 0;
    const operation = await endOf(client, id);
    expect(operation.state).toBe('failed');
    expect(stepOf(operation, 'failed')).toBe(step);
    expect(operation.error?.message).toMatch(new RegExp(`^"${step}" failed: `));
    expect(`${operation.error?.message} ${operation.error?.detail}`).toMatch(why);
    expect(operation.error?.hint).toMatch(/^There is now: the manager, the service "Pages"\./);
    const application = await client.getApplication({ params: { aid } });
    expect(application).toMatchObject({ state: 'ERROR', reason: operation.error, manager: { reachable: true } });
    expect(await client.listServices({ params: { aid } })).toHaveLength(1);
    // By hand it goes on.
    await ended(client, await client.startApplication({ params: { aid }, body: {} }));
    await remove(aid);
  });

  it('because it was cancelled keeps what there is', async () => {
    const { id, aid } = await deploy(oneService('Slow', { Archive: `${files.url}/slow` }));
    await until('the request', () => files.asked.includes('/slow'));
    await client.cancelOperation({ params: { id } });
    expect((await endOf(client, id)).state).toBe('cancelled');
    expect(await client.getApplication({ params: { aid: aid ?? 0 } })).toMatchObject({ state: 'INIT', manager: null });
    await remove(aid ?? 0);
  });

  it('because it was cancelled while a service starts leaves a running application', async () => {
    const { id, aid: made } = await deploy(oneService('Cancelled', { StartupInstances: { backend: 2 } }));
    const aid = made ?? 0;
    await until(
      'the start',
      async () => stepOf(await client.getOperation({ params: { id } }), 'running') === 'Start the service',
    );
    await client.cancelOperation({ params: { id } });
    expect((await endOf(client, id)).state).toBe('cancelled');
    expect(await client.getApplication({ params: { aid } })).toMatchObject({ state: 'RUNNING', reason: null });
    expect(await client.listServices({ params: { aid } })).toMatchObject([{ name: 'Pages' }]);
    await remove(aid);
  });

  it('because the application is deleted meanwhile leaves nothing', async () => {
    const { id, aid } = await deploy(oneService('Deleted', {}));
    await until(
      'the manager',
      async () => stepOf(await client.getOperation({ params: { id } }), 'running') !== undefined,
    );
    await remove(aid ?? 0);
    expect((await endOf(client, id)).state).toBe('cancelled');
    expect(await leftOf(director, aid ?? 0)).toEqual([]);
  });
});

describe('a deployment in whose middle the Director is killed', () => {
  const steps = [
    'Create the manager',
    'Wait for the manager',
    'Add the service',
    'Upload the code',
    'Start the service',
    'Add nodes',
  ];
  it.each(steps)('at the step %s is told as interrupted, and nothing of it is lost', async (step) => {
    const fields = { Archive: `${files.url}/shop.tar.gz`, StartupInstances: { backend: 2 } };
    const { id, aid: made } = await deploy(oneService(`Killed: ${step}`, fields));
    const aid = made ?? 0;
    const reached = async () => {
      const operation = await client.getOperation({ params: { id } });
      return (
        operation.finished !== null || operation.steps.some(({ name, state }) => name === step && state !== 'waiting')
      );
    };
    await until(`the step ${step}`, reached);
    await director.kill();
    director = await again(director);
    client = director.client;
    const operation = await endOf(client, id);
    expect(operation).toMatchObject({ state: 'interrupted', error: { code: 'DEPLOYMENT_INTERRUPTED' } });
    const application = await client.getApplication({ params: { aid } });
    expect(application).toMatchObject({ state: 'ERROR', reason: operation.error });
    expect(operation.error?.hint).toContain(application.manager === null ? 'Nothing but' : 'the manager');
    if (application.manager === null) expect(await leftOf(director, aid)).toEqual([]);
    expect(await filesBelow(join(director.directory, 'deployments'))).toEqual([]);
    const services = await client.listServices({ params: { aid } });
    for (const { name } of services) expect(operation.error?.hint).toContain(`"${name}"`);
    await ended(client, await client.stopApplication({ params: { aid } }));
    await ended(client, await client.startApplication({ params: { aid }, body: {} }));
    expect(await client.getApplication({ params: { aid } })).toMatchObject({ state: 'RUNNING', reason: null });
    await remove(aid);
  });
});
