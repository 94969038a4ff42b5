import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { silentLogger } from '../../director/logging/logger.ts';
import type { PhpRuntime } from '../../director/services/php/agent/php-runtime.ts';
import { systemRuntime } from '../../director/services/php/agent/system/system-runtime.ts';
import { phpDefaults } from '../../director/services/php/configuration.ts';
import type { ProxySettings } from '../../director/services/web/agent/settings.ts';
import { installedServers } from '../../director/services/web/agent/system/installed-servers.ts';
import { peers } from '../peers.ts';
import { AgentWorld, ports, secret } from './agent-world.ts';
import { behavesAsSite, site } from './site.ts';
import { ask, Load } from './visitor.ts';

describe.runIf(peers('nginx', 'php-fpm8.2'))('a php service where there is no haproxy', () => {
  const address = `127.61.${process.pid % 250}.1`;
  const place = { address, port: ports.proxy };
  let world: AgentWorld;
  let runtime: PhpRuntime;
  let settings: ProxySettings;
  let logs: string;

  beforeAll(async () => {
    world = await AgentWorld.enter();
    const code = join(world.storage, 'code');
    const archive = (await world.archive(site)).replace(/\.tar$/, '');
    await mkdir(code, { recursive: true });
    await cp(archive, join(code, 'v1'), { recursive: true });
    await cp(archive, join(code, 'v2'), { recursive: true });
    logs = join(world.directory, 'logs');
    const folders = { servers: join(world.directory, 'servers'), logs };
    for (const folder of Object.values(folders)) await mkdir(folder);
    const nodePlace = {
      ...{ address, vmid: '00000001', code, ...folders },
      ...{
        data: join(world.storage, 'data'),
        sessions: join(world.storage, 'sessions'),
        sockets: join(world.storage, 'sockets'),
      },
    };
    const { nginx = '', phpFpm = '' } = installedServers();
    runtime = systemRuntime({ haproxy: undefined, nginx, phpFpm }, nodePlace, silentLogger);
    settings = {
      ...{ port: ports.proxy, frontPort: ports.front, secret, codeVersion: 'v1', root: null },
      webs: [{ id: 'a', ip: address, port: ports.web, weight: 100 }],
      backends: [{ id: 'a', ip: address, port: ports.backend, weight: 100 }],
    };
    const configuration = { ...phpDefaults, upload_max_filesize: '16M', post_max_size: '16M' };
    await runtime.php.apply({ port: ports.backend, configuration, environment: {} });
    await runtime.web.apply({ port: ports.web, secret, fronts: [{ ip: address, port: ports.front }] });
    await runtime.proxy.apply(settings);
  });
  afterAll(async () => {
    for (const role of [runtime?.proxy, runtime?.web, runtime?.php]) await role?.stop();
    await world?.leave();
  });

  behavesAsSite(() => place);

  test('it is told that nginx does the work', () => {
    expect(runtime.description()).toMatch(/^nginx [\d.]+, PHP [\d.]+$/);
    expect(runtime.proxy.status()).toMatchObject({ name: 'nginx-proxy', state: 'running' });
  });

  test('another version is served after a reload, which asks nothing twice', async () => {
    await runtime.proxy.apply({ ...settings, codeVersion: 'v2' });
    expect(JSON.parse((await ask(place, '/tell.php')).text).DOCUMENT_ROOT).toMatch(/\/v2$/);
    await runtime.proxy.apply(settings);
    expect(JSON.parse((await ask(place, '/a/link')).text).DOCUMENT_ROOT).toMatch(/\/v1$/);
  });

  test('a reload under load answers nothing but 200', async () => {
    const load = new Load(place, 6, [{ path: '/hello.php' }, { path: '/pages/' }, { path: '/a/link' }]);
    for (const codeVersion of ['v2', 'v1']) {
      await runtime.proxy.apply({ ...settings, codeVersion });
      const reached = load.answered + 100;
      await vi.waitFor(() => expect(load.answered).toBeGreaterThan(reached), { timeout: 20_000 });
    }
    const { lost } = await load.stop();
    // nginx closes kept connections when it reloads; a browser asks again by itself.
    const statuses = Object.keys(lost).filter((what) => !/ECONNRESET|hang up|EPIPE/.test(what));
    expect(statuses).toEqual([]);
  });

  test('requests of each role are counted', async () => {
    // nginx writes its log a second late.
    const logged = (path: string) =>
      vi.waitFor(
        async () => expect(await readFile(join(logs, 'nginx-proxy-access.log'), 'utf8')).toContain(path),
        5000,
      );
    await ask(place, '/hello.php?before');
    await logged('?before');
    const before = (await runtime.proxy.counters())?.requests ?? 0;
    await ask(place, '/hello.php?after');
    await logged('?after');
    expect(await runtime.proxy.counters()).toMatchObject({ requests: before + 1, active: 0 });
    expect(await runtime.web.counters()).toMatchObject({ active: 0 });
  });
});
