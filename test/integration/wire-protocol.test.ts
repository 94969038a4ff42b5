import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LegacyWorld, legacyWorld, mayUseLowPorts, type OldUser } from './legacy/legacy-world.ts';
import { type OldRequest, oldCall } from './legacy/old-client.ts';

/**
 * A client of ConPaaS 2.1 from registration to the end of an application, written from reference §2, §7 and §8 alone: with node:https,
 * and without anything of ours but the Director and what it starts.
 */
let world: LegacyWorld;
let anna: OldUser;
let aid: number;
let sid: number;
let manager: string;

type Fields = Record<string, unknown>;
const json = async (answer: Promise<{ json: unknown }>) => (await answer).json as Fields;
const director = (path: string, options: OldRequest = {}) =>
  json(world.call('POST', path, { credentials: anna, ...options }));
const at = (method: string, path: string, options: OldRequest = {}) =>
  oldCall(manager, method, path, { credentials: anna, ca: anna.ca, ...options });

/** GET: a query, with the parameters as JSON. */
async function get(service: number, method: string, params?: Fields) {
  const query = { service_id: String(service), method, id: '1', ...(params ? { params: JSON.stringify(params) } : {}) };
  return json(at('GET', '/', { query, headers: { 'content-type': 'application/json' } }));
}
/** POST: one JSON object. */
async function post(service: number, method: string, params: Fields = {}) {
  const body = JSON.stringify({ method, params, id: '1', service_id: service });
  return json(at('POST', '/', { body, headers: { 'content-type': 'application/json' } }));
}
/** UPLOAD: multipart, with the parameters as fields. */
async function upload(service: number, method: string, fields: Record<string, string>, name: string, content: Buffer) {
  const multipart = { service_id: String(service), method, ...fields };
  return json(at('POST', '/', { multipart, files: { [name]: { filename: `${name}.tar.gz`, content } } }));
}
const ok = (result: unknown) => ({ result, error: null, id: '1' });

async function state(service: number): Promise<unknown> {
  return ((await get(service, 'get_service_info')).result as Fields).state;
}
const until = (wanted: string) =>
  vi.waitFor(async () => expect(await state(sid)).toBe(wanted), { timeout: 45_000, interval: 200 });

function archive(files: Record<string, string>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'conpaas-code-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  execFileSync('tar', ['-czf', join(folder, 'code.tar.gz'), '-C', folder, ...Object.keys(files)]);
  const content = readFileSync(join(folder, 'code.tar.gz'));
  rmSync(folder, { recursive: true });
  return content;
}

beforeAll(async () => {
  world = await legacyWorld();
  const account = { username: 'anna', email: 'anna@example.org', password: 'correct horse' };
  const user = await json(world.call('POST', '/new_user', { multipart: { ...account, credit: '50' } }));
  anna = { uid: user.uid as number, username: 'anna', ...(await world.certified('anna', account.password)) };
  aid = (await director('/createapp', { multipart: { name: 'shop', username: 'anna', service_id: '0' } }))
    .aid as number;
  expect(await director(`/startapp/${aid}`)).toEqual({});
  await vi.waitFor(
    async () => {
      const { json: listed } = await world.call('GET', '/listapp', { credentials: anna });
      expect((listed as Fields[]).find((one) => one.aid === aid)).toMatchObject({ status: 'RUNNING' });
    },
    { timeout: 30_000 },
  );
  manager = await world.managerUrl(anna, aid);
  const added = await director('/add/php', { form: { appid: String(aid) } });
  sid = (added.service as Fields).sid as number;
});
afterAll(() => world.close());

describe('the life of a php service', () => {
  it.runIf(mayUseLowPorts)('is led over port 443 of the address that /listapp tells', async () => {
    const { json: listed } = await world.call('GET', '/listapp', { credentials: anna });
    const found = (listed as Fields[]).find((one) => one.aid === aid);
    expect(manager).toBe(`https://${found?.manager}:443`);
    const answer = await oldCall(`https://${found?.manager}/`, 'GET', '/', {
      credentials: anna,
      ca: anna.ca,
      query: { service_id: '0', method: 'check_process', id: '1' },
    });
    expect(answer.json).toEqual(ok({}));
  });

  it('begins in INIT, without nodes, with a first version of code', async () => {
    expect(await get(0, 'get_app_info')).toEqual(
      ok({ states: { 0: 'RUNNING', [sid]: 'INIT' }, nodes: [], volumes: [] }),
    );
    expect(await get(sid, 'get_service_info')).toMatchObject({ result: { state: 'INIT', type: 'PHP' } });
    expect(await get(sid, 'list_nodes')).toEqual(ok({}));
    const { codeVersions } = (await get(sid, 'list_code_versions')).result as { codeVersions: Fields[] };
    expect(codeVersions).toEqual([expect.objectContaining({ codeVersionId: 'code-default', current: true })]);
    expect(typeof codeVersions[0]?.time).toBe('number');
  });

  it('takes code and settings, starts, and serves', async () => {
    const code = archive({ 'index.php': '<?php echo "hello ", 6 * 7;' });
    const uploaded = await upload(sid, 'upload_code_version', { description: 'first' }, 'code', code);
    const { codeVersionId } = uploaded.result as { codeVersionId: string };
    expect(codeVersionId).toMatch(/^code-[a-z0-9]{6}$/);
    expect(await post(sid, 'update_php_configuration', { codeVersionId, phpconf: { memory_limit: '64M' } })).toEqual(
      ok({}),
    );
    const configuration = (await get(sid, 'get_configuration')).result as Fields;
    expect(configuration).toMatchObject({
      codeVersionId,
      phpconf: { memory_limit: '64M' },
      cdn: false,
      autoscaling: false,
    });
    expect(await post(0, 'start_service', { service_id: sid, cloud: 'default' })).toEqual(ok({ state: 'PROLOGUE' }));
    await until('RUNNING');
    const { codeVersions } = (await get(sid, 'list_code_versions')).result as { codeVersions: Fields[] };
    expect(codeVersions.filter((version) => 'current' in version)).toEqual([
      expect.objectContaining({ codeVersionId }),
    ]);
    const url = await world.siteUrl(anna, aid, sid);
    expect(await (await fetch(url)).text()).toBe('hello 42');
    const file = await at('GET', '/', {
      query: { service_id: String(sid), method: 'download_code_version', id: '1' },
      headers: { 'content-type': 'application/json' },
    });
    expect(file.headers['content-disposition']).toBe('attachement; filename="code.tar.gz"');
    expect(file.body.equals(code)).toBe(true);
  });

  it('tells its nodes and their logs', async () => {
    const nodes = (await get(sid, 'list_nodes')).result as Record<string, string[]>;
    const [id = ''] = nodes.proxy ?? [];
    expect(nodes).toEqual({ proxy: [id], web: [id], backend: [id] });
    const { serviceNode } = (await get(sid, 'get_node_info', { serviceNodeId: id })).result as { serviceNode: Fields };
    expect(serviceNode).toMatchObject({
      id,
      cloud: expect.any(String),
      isRunningProxy: true,
      isRunningWeb: true,
      isRunningBackend: true,
    });
    expect(id).toBe(`iaas${serviceNode.vmid}`);
    const logs = (serviceNode.logs as Fields[]).map(({ filename }) => filename);
    expect(logs).toContain('cpsagent.log');
    expect(logs).toContain('nginx-proxy-access.log');
    expect(await get(sid, 'get_agent_log', { agentId: id })).toMatchObject({
      error: null,
      result: { log: expect.any(String) },
    });
    expect(await get(sid, 'get_agent_log', { agentId: id, filename: '/etc/passwd' })).toMatchObject({
      error: 'Failed to read log',
    });
    expect(await get(sid, 'get_manager_log')).toMatchObject({ result: { log: expect.any(String) } });
    expect(await get(0, 'get_manager_log')).toMatchObject({ result: { log: expect.any(String) } });
    expect(await get(sid, 'get_service_performance')).toMatchObject({
      result: {
        request_rate: expect.any(Number),
        error_rate: expect.any(Number),
        throughput: expect.any(Number),
        response_time: expect.any(Number),
      },
    });
  });

  it('grows and shrinks, "count" being the default role', async () => {
    expect(await post(0, 'add_nodes', { service_id: sid, nodes: { count: 1 }, cloud: 'default' })).toEqual(
      ok({ state: 'ADAPTING' }),
    );
    await until('RUNNING');
    const grown = (await get(sid, 'list_nodes')).result as Record<string, string[]>;
    expect(grown.backend).toHaveLength(1);
    expect(grown.backend).not.toEqual(grown.proxy);
    const [backend = ''] = grown.backend ?? [];
    expect(await post(sid, 'update_nodes_weight', { web: {}, backend: { [backend]: 50 } })).toEqual(ok({}));
    await until('RUNNING');
    expect(await get(sid, 'get_node_info', { serviceNodeId: backend })).toMatchObject({
      result: { serviceNode: { weightBackend: 50 } },
    });
    expect(await post(0, 'remove_nodes', { service_id: sid, nodes: { backend: 1 } })).toEqual(
      ok({ state: 'ADAPTING' }),
    );
    await until('RUNNING');
    const shrunk = (await get(sid, 'list_nodes')).result as Record<string, string[]>;
    expect(shrunk.backend).toEqual(shrunk.proxy);
  });

  it('takes a startup script', async () => {
    expect(await get(0, 'get_startup_script', { sid })).toMatchObject({ error: 'No startup script' });
    const sent = await upload(0, 'upload_startup_script', { sid: String(sid) }, 'script', Buffer.from('echo hello'));
    expect(sent).toMatchObject({ result: { filename: 'startup.sh' }, error: null });
    expect(await get(0, 'get_startup_script', { sid })).toEqual(ok('echo hello'));
  });

  it('says of what was switched off that it is, and stays off', async () => {
    const text = (method: string) => `${method} method not currently supported for this service`;
    const scaling = { cool_down: 5, reponse_time: 200, strategy: 'low' };
    expect(await post(sid, 'on_autoscaling', scaling)).toMatchObject({ error: text('on_autoscaling') });
    expect(await post(sid, 'off_autoscaling')).toEqual(ok({ autoscaling: false }));
    expect(await post(sid, 'cdn_enable', { enable: false })).toEqual(ok({ cdn: false }));
    expect(await post(sid, 'cdn_enable', { enable: true, address: 'cdn.example' })).toMatchObject({
      error: text('cdn_enable'),
    });
    const plan = [{ from_cloud: 'iaas', vmid: '1', to_cloud: 'ec2' }];
    expect(await post(sid, 'migrate_nodes', { migration_plan: plan, delay: 0 })).toMatchObject({
      error: text('migrate_nodes'),
    });
  });

  it.each([
    [0, 'start_service', {}, "Missing the mandatory parameter 'service_id'."],
    [0, 'start_service', { service_id: 1, cloud: 'default', speed: 9 }, 'Unexpected parameters: {"speed":9}.'],
    [
      0,
      'start_service',
      { service_id: 1, cloud: 'default' },
      "Wrong service state: was expecting one of ['INIT', 'STOPPED'] but current state is 'RUNNING'",
    ],
    [
      0,
      'add_nodes',
      { service_id: 1, nodes: { backend: 0 }, cloud: 'default' },
      'Need a positive value for at least one role',
    ],
    [0, 'add_nodes', { service_id: 1, nodes: { backend: -1 }, cloud: 'default' }, 'Invalid number of nodes -1'],
    [
      0,
      'add_nodes',
      { service_id: 1, nodes: { osd: 1 }, cloud: 'default' },
      "Wrong node type 'osd' for service type 'php'.",
    ],
    [
      0,
      'add_nodes',
      { service_id: 1, nodes: { proxy: 1 }, cloud: 'default' },
      "Cannot add more proxy servers without at least one stand-alone 'web' node and one stand-alone 'backend' node",
    ],
    [0, 'remove_nodes', { service_id: 1, nodes: { proxy: 1 } }, "Not enough 'proxy' nodes will be left"],
    [
      0,
      'create_volume',
      { volumeName: 'a', volumeSize: 0, agentId: 'x' },
      "Parameter 'volumeSize': 0 is not a positive integer.",
    ],
    [1, 'update_php_configuration', {}, 'Missing argument "at least one of "codeVersionId" or "phpconf""'],
    [1, 'update_php_configuration', { phpconf: { colour: 'red' } }, 'Unexpected arguments phpconf attribute "colour"'],
    [
      1,
      'delete_code_version',
      { codeVersionId: '@current' },
      'Invalid arguments (Cannot remove the active code version)',
    ],
    [1, 'update_nodes_weight', { web: { nowhere: 1 }, backend: {} }, 'The web node ID does not exist'],
  ])('service %d answers %s %j with its text', async (service, method, given, error) => {
    const { codeVersionId } = (await get(sid, 'get_configuration')).result as Fields;
    const params = JSON.parse(JSON.stringify(given).replace('@current', String(codeVersionId))) as Fields;
    const answer = await post(service, method, params);
    expect(answer).toMatchObject({ error, id: '1' });
    expect(answer).not.toHaveProperty('result');
  });

  it('refuses archives that reach outside or are none', async () => {
    const junk = await upload(sid, 'upload_code_version', {}, 'code', Buffer.from('junk'));
    expect(junk).toMatchObject({ error: 'Invalid arguments (Invalid archive format)' });
  });

  it('is stopped, remembered and removed', async () => {
    expect(await post(0, 'stop_service', { service_id: sid })).toEqual(ok({ state: 'EPILOGUE' }));
    await until('STOPPED');
    const { state_log } = (await get(sid, 'get_service_history')).result as { state_log: Fields[] };
    const states = state_log.map((line) => line.state);
    expect(states.slice(0, 3)).toEqual(['INIT', 'PROLOGUE', 'RUNNING']);
    expect(states.slice(-2)).toEqual(['EPILOGUE', 'STOPPED']);
    expect(typeof state_log[0]?.time).toBe('number');
    expect(await director('/remove', { form: { app_id: String(aid), service_id: String(sid) } })).toEqual({});
    expect(await get(0, 'get_app_info')).toEqual(ok({ states: { 0: 'RUNNING' }, nodes: [], volumes: [] }));
  });
});

describe('the protocol', () => {
  const asked = (query: Record<string, string>) =>
    at('GET', '/', { query, headers: { 'content-type': 'application/json' } });

  it('ends the connection after each answer, as old clients read until then', async () => {
    const { headers } = await asked({ service_id: '0', method: 'check_process', id: '1' });
    expect(headers.connection).toBe('close');
  });

  it.each([
    [{ service_id: '0', id: '1' }, 400, 'Did not specify method'],
    [{ method: 'check_process', id: '1' }, 400, 'Did not specify service'],
    [{ service_id: '0', method: 'check_process' }, 400, 'Did not specify id'],
    [{ service_id: '0', method: 'nonsense', id: '1' }, 404, 'Method not found'],
    [{ service_id: '0', method: 'start_service', id: '1' }, 404, 'Method not found'],
    [{ service_id: '77', method: 'check_process', id: '1' }, 404, 'Service not found'],
  ])('answers GET %j with %d', async (query, status, error) => {
    expect(await asked(query as Record<string, string>)).toMatchObject({ status, json: { error } });
  });

  it('knows one path, two verbs, two content types', async () => {
    expect(await at('GET', '/other')).toMatchObject({ status: 404 });
    expect(await at('PUT', '/')).toMatchObject({ status: 405 });
    expect(await at('POST', '/', { body: 'x', headers: { 'content-type': 'text/plain' } })).toMatchObject({
      status: 415,
    });
    expect(await at('POST', '/', { body: 'x' })).toMatchObject({ status: 415 });
  });

  it('is spoken with the user of the application, the Director and managers of the user only', async () => {
    const ask = async (credentials: OldRequest['credentials']) =>
      (
        await oldCall(manager, 'GET', '/', {
          credentials,
          query: { service_id: '0', method: 'check_process', id: '1' },
        })
      ).status;
    expect(await ask(await world.directorCredentials())).toBe(200);
    expect(await ask(await world.instance('manager', anna.uid, aid))).toBe(200);
    expect(await ask(await world.instance('agent', anna.uid, aid))).toBe(403);
    expect(await ask(await world.register('ben'))).toBe(403);
    await expect(ask(await world.foreign(anna.uid))).rejects.toThrow();
    await expect(ask(undefined)).rejects.toThrow();
  });
});
