import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConpaasError } from '../../director/contract/errors.ts';
import { ManagerWorld } from './manager-world.ts';

let world: ManagerWorld;
beforeEach(async () => {
  world = await ManagerWorld.enter();
  await world.startManager();
});
afterEach(() => world.leave());

const told = () => world.director.calls.splice(0);

async function archive(name: string, files: Record<string, string>): Promise<string> {
  const tar = pack();
  for (const [path, text] of Object.entries(files)) tar.entry({ name: path }, text);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as AsyncIterable<Buffer>) chunks.push(chunk);
  const path = join(world.directory, name);
  await writeFile(path, Buffer.concat(chunks));
  return path;
}

async function upload(sid: number, name: string, files: Record<string, string>, description = ''): Promise<string> {
  const path = await archive(name, files);
  const answer = await world.upload(sid, 'upload_code_version', { description }, 'code', path);
  return (answer as { codeVersionId: string }).codeVersionId;
}

interface ListedVersion {
  codeVersionId: string;
  filename: string;
  description: string;
  time: number;
  created: string;
  current: boolean;
  files: number;
  size: number;
  subfolder: string | null;
  lifted: boolean;
}
const versions = async (sid: number) =>
  ((await world.call(sid, 'GET', 'list_code_versions')) as { codeVersions: ListedVersion[] }).codeVersions;

describe('code versions', () => {
  it('begin with the page that welcomes, and are listed newest first', async () => {
    await world.call(0, 'POST', 'add_service', { service_type: 'php' });
    const id = await upload(1, 'shop.tar', { 'shop/index.php': '<?php' }, 'The shop');
    expect(id).toMatch(/^code-[a-z0-9]{6}$/);
    const [newest, first] = await versions(1);
    expect(newest).toMatchObject({ codeVersionId: id, filename: 'shop.tar', description: 'The shop' });
    expect(newest).not.toHaveProperty('current');
    expect(newest).toMatchObject({ files: 1, subfolder: 'shop', lifted: false });
    expect(Date.parse(newest?.created ?? '') / 1000).toBe(newest?.time);
    expect(first).toMatchObject({
      codeVersionId: 'code-default',
      filename: 'code-default.tar',
      description: 'Initial version',
      current: true,
    });
    const { filename, stream } = await world.download(1, 'download_code_version');
    expect(filename).toBe('code-default.tar');
    expect(await textOf(stream)).toContain('Welcome to ConPaaS!');
  });

  it('that are refused leave nothing behind', async () => {
    await world.call(0, 'POST', 'add_service', { service_type: 'php' });
    await expect(upload(1, 'bad.tar', { '../evil.php': 'x' })).rejects.toMatchObject({ code: 'ARCHIVE_PATH' });
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`f${index}`, '']));
    await expect(upload(1, 'many.tar', many)).rejects.toMatchObject({ code: 'ARCHIVE_TOO_MANY' });
    const path = join(world.directory, 'notes.txt');
    await writeFile(path, 'This is no archive, only text that is long enough to be looked at.'.repeat(20));
    await expect(world.upload(1, 'upload_code_version', {}, 'code', path)).rejects.toThrow(
      'Invalid arguments (Invalid archive format)',
    );
    expect(await readdir(join(world.directory, 'storage/code/1'))).toEqual(['code-default']);
    expect(await readdir(join(world.directory, `instance-${world.vmid}/data/uploads`))).toEqual([]);
    expect(await versions(1)).toHaveLength(1);
  });

  it('may be uploaded several at once', async () => {
    await world.call(0, 'POST', 'add_service', { service_type: 'php' });
    const names = ['a', 'b', 'c', 'd'];
    const ids = await Promise.all(names.map((name) => upload(1, `${name}.tar`, { 'index.php': name })));
    expect(new Set(ids).size).toBe(4);
    expect((await versions(1)).map(({ codeVersionId }) => codeVersionId).sort()).toEqual(
      [...ids, 'code-default'].sort(),
    );
  });

  it('are enabled on all nodes, checked, and only then served', async () => {
    const sid = await world.running();
    await world.call(0, 'POST', 'add_nodes', { service_id: sid, nodes: { backend: 1 }, cloud: 'default' });
    await world.reach(sid, 'RUNNING');
    const id = await upload(sid, 'shop.tar', { 'index.php': '<?php' });
    told();
    await world.call(sid, 'POST', 'update_php_configuration', { codeVersionId: id });
    expect(await world.reach(sid, 'RUNNING', 'ERROR')).toMatchObject({ state: 'RUNNING', reason: null });
    const calls = told();
    expect(calls.slice(0, 2).sort()).toEqual(['node-1 updatePHPCode', 'node-2 updatePHPCode']);
    expect(calls.slice(2)).toEqual(['node-1 checkCode', 'node-1 updateHttpProxy']);
    expect(world.director.agent('node-1').proxy?.code_version).toBe(id);
    expect((await versions(sid)).find(({ current }) => current)?.codeVersionId).toBe(id);
    await expect(world.call(sid, 'POST', 'delete_code_version', { codeVersionId: id })).rejects.toThrow(
      'Invalid arguments (Cannot remove the active code version)',
    );
  });

  it('that do not answer properly are not enabled; the one before keeps serving', async () => {
    const sid = await world.running();
    const id = await upload(sid, 'broken.tar', { 'index.php': '<?php broken' });
    const unhealthy = new ConpaasError('AGENT_UNREACHABLE', { address: 'x', why: 'status 500' });
    world.director.agent('node-1').failures.set('checkCode', unhealthy);
    told();
    await world.call(sid, 'POST', 'enable_code', { codeVersionId: id });
    const snapshot = await world.reach(sid, 'RUNNING', 'ERROR');
    expect(snapshot).toMatchObject({ state: 'RUNNING', reason: { code: 'CODE_VERSION_UNHEALTHY' } });
    expect(snapshot.reason?.message).toContain('status 500');
    expect(told().filter((call) => call === 'node-1 checkCode')).toHaveLength(3);
    expect(world.director.agent('node-1').proxy?.code_version).toBe('code-default');
    expect((await versions(sid)).find(({ current }) => current)?.codeVersionId).toBe('code-default');
  });

  it('are removed from the nodes when they are neither served nor the one before', async () => {
    const sid = await world.running();
    const ids: string[] = [];
    for (const name of ['a', 'b']) {
      const id = await upload(sid, `${name}.tar`, { 'index.php': name });
      ids.push(id);
      await world.call(sid, 'POST', 'enable_code', { codeVersionId: id });
      await world.reach(sid, 'RUNNING');
    }
    await expect.poll(() => [...world.director.agent('node-1').code].sort()).toEqual(ids.sort());
  });

  it('are served from their only folder when lifted', async () => {
    const sid = await world.running();
    const id = await upload(sid, 'wiki.tar', { 'wiki/index.php': '<?php' });
    expect(await world.call(sid, 'POST', 'lift_code_version', { codeVersionId: id, lifted: true })).toMatchObject({
      codeVersion: { codeVersionId: id, lifted: true, subfolder: 'wiki' },
    });
    await world.call(sid, 'POST', 'enable_code', { codeVersionId: id });
    await world.reach(sid, 'RUNNING');
    expect(world.director.agent('node-1').proxy).toMatchObject({ code_version: id, root: 'wiki' });
    await world.call(sid, 'POST', 'lift_code_version', { codeVersionId: id, lifted: false });
    expect(world.director.agent('node-1').proxy?.root).toBeUndefined();
    const lift = world.call(sid, 'POST', 'lift_code_version', { codeVersionId: 'code-default', lifted: true });
    await expect(lift).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('and settings chosen while the service is stopped are used at its start', async () => {
    await world.call(0, 'POST', 'add_service', { service_type: 'php' });
    const id = await upload(1, 'shop.tar', { 'index.php': '<?php' });
    await world.call(1, 'POST', 'update_php_configuration', { codeVersionId: id, phpconf: { display_errors: 'On' } });
    expect(await world.snapshot(1)).toMatchObject({ state: 'INIT' });
    await world.call(0, 'POST', 'start_service', { service_id: 1, cloud: 'default' });
    await world.reach(1, 'RUNNING');
    expect(world.director.agent('node-1').proxy?.code_version).toBe(id);
    expect(world.director.agent('node-1').php).toMatchObject({ display_errors: 'On', memory_limit: '128M' });
  });

  it('are gone with their service', async () => {
    const sid = await world.running();
    await world.event(
      (event) => event.type === 'removed' && event.sid === sid,
      () => world.call(0, 'POST', 'remove_service', { service_id: sid }),
    );
    expect(world.director.existing()).toEqual([]);
    expect(await readdir(join(world.directory, 'storage/code'))).toEqual([]);
    expect(await readdir(join(world.directory, 'storage/services'))).toEqual([]);
    await expect(world.call(0, 'POST', 'stop_service', { service_id: sid })).rejects.toMatchObject({
      code: 'SERVICE_NOT_FOUND',
    });
  });
});

describe('settings of php', () => {
  it('are told to every backend, and refused with the texts of ConPaaS', async () => {
    const sid = await world.running();
    const change = (parameters: object) => world.call(sid, 'POST', 'update_php_configuration', { ...parameters });
    await change({ phpconf: { memory_limit: '256M' } });
    expect(await world.reach(sid, 'RUNNING')).toMatchObject({ reason: null });
    expect(world.director.agent('node-1').php).toMatchObject({ memory_limit: '256M' });
    await expect(change({})).rejects.toThrow('Missing argument "at least one of "codeVersionId" or "phpconf""');
    await expect(change({ phpconf: { colour: 'red' } })).rejects.toThrow(
      'Unexpected arguments phpconf attribute "colour"',
    );
    await expect(change({ phpconf: { memory_limit: 'much' } })).rejects.toThrow(/^Invalid arguments/);
    await expect(change({ codeVersionId: 'code-nothing' })).rejects.toThrow("Invalid code version 'code-nothing'");
    expect(await world.call(sid, 'GET', 'get_configuration')).toMatchObject({
      codeVersionId: 'code-default',
      phpconf: { memory_limit: '256M', display_errors: 'Off' },
    });
  });
});

describe('other methods', () => {
  it('change weights, and refuse nodes that do not play the role', async () => {
    const sid = await world.running();
    await world.call(0, 'POST', 'add_nodes', { service_id: sid, nodes: { backend: 2 }, cloud: 'default' });
    await world.reach(sid, 'RUNNING');
    await world.call(sid, 'POST', 'update_nodes_weight', { web: {}, backend: { 'node-2': 50 } });
    expect(world.director.agent('node-1').proxy?.fpm_list).toMatchObject([{ weight: 50 }, { weight: 100 }]);
    const wrong = world.call(sid, 'POST', 'update_nodes_weight', { web: { 'node-2': 50 }, backend: {} });
    await expect(wrong).rejects.toThrow('The web node ID does not exist');
    const nobody = world.call(sid, 'POST', 'update_nodes_weight', { web: { 'node-1': 0 }, backend: {} });
    await expect(nobody).rejects.toThrow('no web node would get a request');
    expect(await world.call(sid, 'GET', 'get_node_info', { serviceNodeId: 'node-2' })).toMatchObject({
      serviceNode: {
        ip: '127.0.0.1',
        role: 'backend',
        isRunningBackend: true,
        isRunningProxy: false,
        weightBackend: 50,
      },
    });
  });

  it('give the real figures of the proxies', async () => {
    const sid = await world.running();
    const agent = world.director.agent('node-1');
    agent.traffic = { requests: 100, errors: 10, active: 2 };
    const first = world.call(sid, 'GET', 'get_service_performance');
    setTimeout(() => {
      agent.traffic = { requests: 300, errors: 10, active: 2 };
    }, 500);
    const figures = (await first) as Record<string, number>;
    expect(figures.request_rate).toBeGreaterThan(100);
    expect(figures.request_rate).toBeLessThanOrEqual(200);
    expect(figures.error_rate).toBe(0);
    expect(figures.response_time).toBeGreaterThan(0);
    expect(await world.call(sid, 'GET', 'get_traffic')).toMatchObject({
      traffic: { nodes: [{ nodeId: 'node-1', role: 'proxy', requests: 300, errors: 10, active: 2 }] },
    });
  });

  it('keep a startup script and send it with the next request for nodes', async () => {
    await world.call(0, 'POST', 'add_service', { service_type: 'php' });
    await expect(world.call(0, 'GET', 'get_startup_script', { sid: 1 })).rejects.toThrow('No startup script');
    const path = join(world.directory, 'hello.sh');
    await writeFile(path, '#!/bin/sh\necho hello\n');
    expect(await world.upload(0, 'upload_startup_script', { sid: '1' }, 'script', path)).toEqual({
      filename: 'startup.sh',
    });
    expect(await world.call(0, 'GET', 'get_startup_script', { sid: 1 })).toBe('#!/bin/sh\necho hello\n');
    await world.call(0, 'POST', 'start_service', { service_id: 1, cloud: 'default' });
    await world.reach(1, 'RUNNING');
    expect(world.director.requests[0]?.startupScript).toContain('echo hello');
  });

  it('give logs as people read them, of the manager, a service and a node', async () => {
    const sid = await world.running();
    const { log } = (await world.call(sid, 'GET', 'get_manager_log')) as { log: string };
    expect(log).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z INFO RUNNING: The service is running$/m);
    expect(await world.call(0, 'GET', 'get_manager_log')).toMatchObject({
      log: expect.stringContaining('Service 1 (php) was added'),
    });
    const parameters = { agentId: 'node-1', filename: 'fpm-error.log' };
    expect(await world.call(sid, 'GET', 'get_agent_log', parameters)).toMatchObject({ log: 'node-1 fpm-error.log' });
    const other = world.call(sid, 'GET', 'get_agent_log', { agentId: 'node-1', filename: '/etc/passwd' });
    await expect(other).rejects.toThrow('Failed to read log');
  });

  it('add a service once when it is asked for twice', async () => {
    const add = (service_type: string) => world.call(0, 'POST', 'add_service', { service_type, service_id: 5 });
    expect(await Promise.all([add('php'), add('php')])).toEqual([{ service_id: 5 }, { service_id: 5 }]);
    expect(await add('php')).toEqual({ service_id: 5 });
    expect(await world.call(0, 'POST', 'add_service', { service_type: 'php' })).toEqual({ service_id: 6 });
    await expect(add('cobol')).rejects.toThrow("Unknown service type 'cobol'");
  });

  it('say that volumes are not supported', async () => {
    await world.running();
    const create = (volumeName: string) =>
      world.call(0, 'POST', 'create_volume', { volumeName, volumeSize: 10, agentId: 'node-1' });
    await expect(create('data')).rejects.toThrow('create_volume method not currently supported for this service');
    await expect(create('my data')).rejects.toThrow('Volume name contains invalid characters');
    expect(await world.call(0, 'POST', 'list_volumes')).toEqual({ volumes: [] });
  });

  it('stop everything at once for the end of the application', async () => {
    const sid = await world.running();
    await world.call(0, 'POST', 'add_service', { service_type: 'php' });
    expect(await world.call(0, 'POST', 'shutdown')).toEqual({});
    expect(world.director.existing()).toEqual([]);
    expect(await world.snapshot(sid)).toMatchObject({ state: 'STOPPED', url: null });
    expect(await world.snapshot(2)).toMatchObject({ state: 'INIT' });
  });

  it('keep the secret of the proxies out of logs and readable by the owner only', async () => {
    await world.running();
    const secret = world.director.agent('node-1').proxy?.secret ?? '';
    expect(secret.length).toBeGreaterThanOrEqual(16);
    const folder = join(world.directory, `instance-${world.vmid}/logs`);
    for (const name of await readdir(folder)) expect(await readFile(join(folder, name), 'utf8')).not.toContain(secret);
    expect((await stat(join(world.directory, 'storage/services/1.json'))).mode & 0o077).toBe(0);
  });
});
