import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConpaasError } from '../../../../director/contract/errors.ts';
import { createServiceManager } from '../../../../director/services/php/manager.ts';
import type { ServiceNode } from '../../../../director/services/service-type.ts';
import { packedRole } from '../../../../director/services/web/scaling.ts';
import { WebServiceManager } from '../../../../director/services/web/web-manager.ts';
import { FakeHost, task } from './fake-host.ts';
import { node } from './nodes.ts';

let directory: string;
let world: FakeHost;
let service: WebServiceManager;
const failure = new ConpaasError('AGENT_UNREACHABLE', { address: 'x', why: 'nothing listens there' });

function open(saved: unknown): WebServiceManager {
  const opened = createServiceManager(world.host(directory), saved);
  if (!(opened instanceof WebServiceManager)) throw new Error('php is a web service');
  return opened;
}

/** Adds a version as an upload does, without an archive that could be unpacked. */
async function version(id: string): Promise<string> {
  const parts = { codeVersionId: id, filename: `${id}.tar`, description: '', files: 1, filetype: 'tar' } as const;
  await service.code.addBuiltIn({ ...parts, subfolder: 'top', lifted: false }, Buffer.from(id));
  return id;
}

async function arrange(nodes: ServiceNode[], leaving: ServiceNode[] = [], distrusted?: Set<string>): Promise<string[]> {
  world.nodes = nodes;
  await service.arrange({ nodes, leaving, ...(distrusted ? { distrusted } : {}) }, task);
  return world.calls();
}

/** Resolves when the change under way has ended. */
const settledAgain = () => expect.poll(() => world.state).toBe('RUNNING');

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'web-'));
  world = new FakeHost();
  service = open(undefined);
  await service.prepare();
});
afterEach(() => rm(directory, { recursive: true }));

describe('arranging nodes', () => {
  it('tells nothing twice', async () => {
    const packed = node('a', packedRole);
    expect(await arrange([packed])).toHaveLength(4);
    expect(await arrange([packed])).toEqual([]);
  });

  it('tells nothing twice after a restart of the manager either', async () => {
    const packed = node('a', packedRole);
    await arrange([packed]);
    service = open(JSON.parse(JSON.stringify(service.saved())));
    expect(await arrange([packed])).toEqual([]);
    expect(service.rolesOf(packed)).toEqual(['proxy', 'backend', 'web']);
  });

  it('tells a distrusted node everything again, and only that one', async () => {
    const [packed, backend] = [node('a', packedRole), node('b', 'backend')];
    await arrange([packed, backend]);
    expect(await arrange([packed, backend], [], new Set(['b']))).toEqual(['b updatePHPCode', 'b updatePHP']);
  });

  it('runs a server before proxies send to it, and stops it after they have left it', async () => {
    const [packed, b1, b2] = [node('a', packedRole), node('b1', 'backend'), node('b2', 'backend')];
    await arrange([packed, b1]);
    const added = await arrange([packed, b1, b2]);
    expect(added).toEqual(['b2 updatePHPCode', 'b2 createPHP', 'a updateHttpProxy']);
    expect(await arrange([packed, b2], [b1])).toEqual(['a updateHttpProxy', 'b1 stopPHP']);
  });

  it('does not let proxies leave a server when its successor fails', async () => {
    const [packed, backend] = [node('a', packedRole), node('b', 'backend')];
    await arrange([packed]);
    world.failures.set('b createPHP', failure);
    await expect(arrange([packed, backend])).rejects.toThrow(failure.message);
    expect(world.calls()).toEqual(['b updatePHPCode', 'b createPHP']);
  });

  it('waits for calls to other nodes before it fails', async () => {
    const nodes = [node('a', packedRole), node('b1', 'backend'), node('b2', 'backend')];
    const gate = Promise.withResolvers<void>();
    world.failures.set('b1 createPHP', failure);
    world.gates.set('b2 createPHP', gate.promise);
    let ended = false;
    const arranged = arrange(nodes)
      .catch(() => {})
      .finally(() => {
        ended = true;
      });
    await expect.poll(() => world.told.map(({ node: id, method }) => `${id} ${method}`)).toContain('b2 createPHP');
    await new Promise(setImmediate);
    expect(ended).toBe(false);
    gate.resolve();
    await arranged;
    expect(ended).toBe(true);
  });

  it('is not stopped by a server that cannot be stopped', async () => {
    const [packed, backend] = [node('a', packedRole), node('b', 'backend')];
    await arrange([packed, backend]);
    world.failures.set('b stopPHP', failure);
    expect(await arrange([packed], [backend])).toContain('b stopPHP');
  });

  it('leaves everything as it is while every proxy is lost', async () => {
    expect(await arrange([node('b', 'backend'), node('w', 'web')])).toEqual([]);
  });

  it('gives proxies the weights and real ports of the nodes', async () => {
    const packed = node('a', packedRole, { ports: { 80: 8081 } });
    const backend = node('b', 'backend', { ports: { 9000: 19000 }, weights: { web: 100, backend: 30 } });
    expect(service.url([packed])).toBeNull();
    await service.arrange({ nodes: [packed, backend], leaving: [] }, task);
    expect(world.last('a', 'createHttpProxy')).toMatchObject({
      port: 8081,
      front_port: 8000,
      fpm_list: [{ id: 'b', ip: '127.0.0.1', port: 19000, weight: 30 }],
      web_list: [{ id: 'a', port: 8080, weight: 100 }],
    });
    expect(service.url([packed])).toBe('http://localhost:8081/');
  });
});

describe('enabling a version', () => {
  it('cannot be undercut by deleting it meanwhile', async () => {
    await arrange([node('a', packedRole)]);
    const gate = Promise.withResolvers<void>();
    world.gates.set('a updatePHPCode', gate.promise);
    await service.reconfigure({ codeVersionId: await version('code-new') });
    await expect(service.deleteVersion('code-new')).rejects.toMatchObject({ code: 'CODE_VERSION_ACTIVE' });
    gate.resolve();
    await settledAgain();
    expect(service.settings.current).toBe('code-new');
    expect(service.settings.previous).toBe('code-default');
  });

  it('that fails leaves the version and the settings from before', async () => {
    await arrange([node('a', packedRole)]);
    world.failures.set('a checkCode', failure);
    await service.reconfigure({ codeVersionId: await version('code-new'), values: { memory_limit: '64M' } });
    await expect.poll(() => world.state, { timeout: 5000 }).toBe('RUNNING');
    expect(service.settings).toMatchObject({ current: 'code-default', previous: null });
    expect(service.settings.configuration.memory_limit).toBe('128M');
    expect(world.last('a', 'updatePHP')).toMatchObject({ configuration: { memory_limit: '128M' } });
    expect(world.last('a', 'updateHttpProxy')).toBeUndefined();
  });

  it('tells web servers nothing, as only proxies know which version is served', async () => {
    await arrange([node('a', packedRole)]);
    await service.reconfigure({ codeVersionId: await version('code-new') });
    await settledAgain();
    expect(world.calls()).toEqual(['a updatePHPCode', 'a checkCode', 'a updateHttpProxy']);
  });

  it('keeps the version before on the nodes, and no older one', async () => {
    await arrange([node('a', packedRole)]);
    for (const id of ['code-b', 'code-c']) {
      await service.reconfigure({ codeVersionId: await version(id) });
      await settledAgain();
    }
    await expect.poll(() => world.last('a', 'deleteCode')).toEqual({ codeVersionId: 'code-default' });
    world.calls();
    await arrange([node('new', packedRole)]);
    expect(service.settings).toMatchObject({ current: 'code-c', previous: 'code-b' });
  });
});

describe('lifting a version', () => {
  it('that is served switches the proxies, and goes back when the version does not answer then', async () => {
    await arrange([node('a', packedRole)]);
    await service.reconfigure({ codeVersionId: await version('code-new') });
    await settledAgain();
    await service.lift('code-new', true);
    expect(world.last('a', 'updateHttpProxy')).toMatchObject({ code_version: 'code-new', root: 'top' });
    world.failures.set('a checkCode', failure);
    await expect(service.lift('code-new', false)).rejects.toMatchObject({ code: 'CODE_VERSION_UNHEALTHY' });
    expect(service.code.get('code-new').lifted).toBe(true);
    expect(world.last('a', 'updateHttpProxy')).toMatchObject({ root: 'top' });
  });
});

describe('the environment', () => {
  // As the wire server calls it once the kinds were checked; who calls does not matter here.
  const call = async (name: string, parameters: Record<string, unknown> = {}) => {
    const found = service.methods.find((method) => method.name === name);
    if (!found) throw new Error(`there is no ${name}`);
    return found.run(parameters as never, undefined as never);
  };
  const MODE = { value: 'live', generated: null, provided: false };
  const KEY = { value: 'made here', generated: 9, provided: false };

  it('reaches the backends of a running service, and stays over a restart of the manager', async () => {
    const packed = node('a', packedRole);
    await arrange([packed]);
    await call('update_environment', { environment: { MODE, KEY } });
    await settledAgain();
    expect(world.last('a', 'updatePHP')?.environment).toEqual({ MODE: 'live', KEY: 'made here' });
    service = open(JSON.parse(JSON.stringify(service.saved())));
    world.calls();
    expect(await arrange([packed])).toEqual([]);
    await call('update_environment', { environment: {} });
    await settledAgain();
    expect(world.last('a', 'updatePHP')).not.toHaveProperty('environment');
  });

  it('is kept for the start of a service that does not run', async () => {
    world.state = 'INIT';
    await call('update_environment', { environment: { MODE } });
    expect(world.calls()).toEqual([]);
    await service.arrange({ nodes: [node('a', packedRole)], leaving: [] }, task);
    expect(world.last('a', 'createPHP')?.environment).toEqual({ MODE: 'live' });
  });

  it('is told without secrets that were made for it', async () => {
    world.state = 'INIT';
    await call('update_environment', { environment: { MODE, KEY } });
    expect(await call('get_environment')).toEqual({ environment: { MODE, KEY: { ...KEY, value: null } } });
  });

  it('that fails is the one from before again', async () => {
    const packed = node('a', packedRole);
    await arrange([packed]);
    world.failures.set('a updatePHP', failure);
    await call('update_environment', { environment: { MODE } }).catch(() => {});
    await settledAgain();
    expect(service.settings.environment).toEqual({});
  });

  it.each([
    ['PATH', 'x'],
    ['LD_PRELOAD', 'x'],
    ['HTTP_PROXY', 'x'],
    ['A=B', 'x'],
    ['1A', 'x'],
    ['', 'x'],
    ['A', 'two\nlines'],
    ['A', '$HOME'],
    ['A', 'x'.repeat(4097)],
  ])('named %j with such a value is refused, and no value is told', async (name, value) => {
    world.state = 'INIT';
    const refused = call('update_environment', { environment: { [name]: { ...MODE, value } } });
    await expect(refused).rejects.toMatchObject({ code: 'ENVIRONMENT_INVALID' });
    const { message } = ConpaasError.from(await refused.catch((error: unknown) => error));
    if (value !== 'x') expect(message).not.toContain(value);
    expect(service.settings.environment).toEqual({});
  });
});

describe('uploading', () => {
  it('tells those who follow', async () => {
    const path = join(directory, 'upload');
    await writeFile(path, 'no archive at all, but long enough to be looked at '.repeat(20));
    await expect(service.upload({ filename: 'x.zip', path, size: 10 }, '')).rejects.toMatchObject({
      code: 'ARCHIVE_FORMAT',
    });
    expect(world.events).toEqual([]);
    const archive = service.code.archive(service.code.get('code-default'));
    await service.upload({ filename: 'x.tar', path: archive, size: 10 }, 'mine');
    expect(world.events).toEqual(['code']);
    expect(service.code.list()[0]).toMatchObject({ description: 'mine', files: 1 });
  });
});
