import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { listProcesses } from '../../director/processes/process-table.ts';
import { peers } from '../peers.ts';
import { AgentWorld, type Node, ports } from './agent-world.ts';
import { behavesAsSite, countTogether, environment, environmentRead, site } from './site.ts';
import { ask, Load } from './visitor.ts';

const settings = { upload_max_filesize: '16M', post_max_size: '16M' };
const version2 = { ...site, 'hello.php': '<?php echo "hello 2";', 'pages/index.html': 'page 2' };
/** A script, a file, a permalink through the front, and something that is sent. */
const mixed = [
  { path: '/hello.php' },
  { path: '/pages/' },
  { path: '/perma/link' },
  { path: '/hello.php', method: 'POST', body: 'a=1' },
  { path: '/' },
];

describe.runIf(peers('haproxy', 'nginx', 'php-fpm8.2'))('a php service on installed servers', () => {
  let world: AgentWorld;
  let node: Node;
  const place = () => ({ address: node.address, port: ports.proxy });

  beforeAll(async () => {
    world = await AgentWorld.enter();
    node = await world.startNode('system');
    await node.playAll(await world.archive(site), 'v1', settings);
    await node.upload('v2', await world.archive(version2));
  });
  afterAll(() => world?.leave());

  behavesAsSite(place);

  test('the node tells which software serves', async () => {
    const { runtime, servers } = await node.status();
    expect(runtime).toMatch(/^haproxy \d+\.\d+\.\d+, nginx \d+\.\d+\.\d+, PHP \d+\.\d+\.\d+$/);
    expect(servers.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'php-fpm running',
      'nginx-static running',
      'haproxy running',
    ]);
  });

  test('the environment reaches scripts, and leaves them again', async () => {
    const path = `/environment.php?names=${Object.keys(environment).join(',')}`;
    const told = async () => JSON.parse((await ask(place(), path)).text);
    await node.post('updatePHP', { port: ports.backend, configuration: settings, environment });
    expect(await told()).toEqual(environmentRead);
    await node.post('updatePHP', { port: ports.backend, configuration: settings });
    expect(await told()).toMatchObject({ PLAIN: [false, null], EMPTY: [false, null] });
  });

  test('enabling another version under load loses no request', async () => {
    const load = new Load(place(), 12, mixed);
    for (const version of ['v2', 'v1', 'v2', 'v1']) {
      await node.proxy({ version });
      const reached = load.answered + 200;
      await vi.waitFor(() => expect(load.answered).toBeGreaterThan(reached), { timeout: 20_000 });
    }
    expect((await load.stop()).lost).toEqual({});
  });

  test('after the switch only the new version is served', async () => {
    await node.proxy({ version: 'v2' });
    expect((await ask(place(), '/hello.php')).text).toBe('hello 2');
    expect((await ask(place(), '/pages/')).text).toBe('page 2');
    await node.proxy({ version: 'v1' });
    expect((await ask(place(), '/hello.php')).text).toBe('hello');
  });

  test('a version is asked for its first page before it is enabled', async () => {
    const broken = { 'index.php': '<?php throw new Exception("no");', 'app/index.html': 'fine' };
    await node.upload('broken', await world.archive(broken), 'app');
    expect(await node.get('checkCode', { codeVersionId: 'v2' })).toEqual({ ok: true, status: 200, why: null });
    expect(await node.get('checkCode', { codeVersionId: 'broken' })).toMatchObject({ ok: false, status: 500 });
    expect(await node.get('checkCode', { codeVersionId: 'broken', root: 'app' })).toMatchObject({ ok: true });
    expect((await ask(place(), '/hello.php')).text).toBe('hello');
  });

  test('a folder of a version can be served as its root', async () => {
    const lifted = {
      'My Äpp/index.php': '<?php echo "lifted ", $_SERVER["DOCUMENT_ROOT"];',
      'My Äpp/a.txt': 'a',
      'b.txt': 'b',
    };
    await node.upload('lifted', await world.archive(lifted), 'My Äpp');
    await node.proxy({ version: 'lifted', root: 'My Äpp' });
    expect((await ask(place(), '/')).text).toMatch(/^lifted .*\/lifted\/My Äpp$/);
    expect((await ask(place(), '/some/link')).text).toMatch(/^lifted /);
    expect((await ask(place(), '/a.txt')).text).toBe('a');
    await expect(node.upload('lifted', await world.archive(lifted), '../v1')).rejects.toMatchObject({
      code: 'ARCHIVE_PATH',
    });
    await node.proxy({ version: 'v1' });
  });

  test('laying out a version again leaves what the application has written', async () => {
    await ask(place(), '/write.php');
    await node.upload('v1', await world.archive(site));
    expect((await ask(place(), '/written.txt')).text).toBe('by php');
  });

  test('the version that is served is not deleted, others are', async () => {
    await expect(node.post('deleteCode', { codeVersionId: 'v1' })).rejects.toMatchObject({
      code: 'CODE_VERSION_ACTIVE',
    });
    await expect(node.post('deleteCode', { codeVersionId: '../storage' })).rejects.toMatchObject({
      code: 'CODE_VERSION_NOT_FOUND',
    });
    await node.upload('gone', await world.archive({ 'x.txt': 'x' }));
    await node.post('deleteCode', { codeVersionId: 'gone' });
    await node.post('deleteCode', { codeVersionId: 'gone' });
    expect(await readdir(join(world.storage, 'code'))).not.toContain('gone');
  });

  test('settings reach PHP, by a reload that loses no request', async () => {
    const load = new Load(place(), 8, mixed);
    const changed = { ...settings, memory_limit: '77M', display_errors: 'On', disable_functions: 'phpinfo' };
    await node.post('updatePHP', { port: ports.backend, configuration: changed });
    expect((await load.stop()).lost).toEqual({});
    const keys = 'memory_limit,display_errors,disable_functions,upload_max_filesize,max_execution_time,expose_php';
    expect(JSON.parse((await ask(place(), `/settings.php?keys=${keys}`)).text)).toMatchObject({
      memory_limit: '77M',
      display_errors: expect.stringMatching(/^(1|On)$/),
      disable_functions: 'phpinfo',
      upload_max_filesize: '16M',
      max_execution_time: '30',
    });
  });

  test('a setting that is none, or has a wrong form, changes nothing', async () => {
    const update = (configuration: object) => node.post('updatePHP', { port: ports.backend, configuration });
    await expect(update({ open_basedir: '/' })).rejects.toMatchObject({ code: 'CONFIGURATION_UNKNOWN' });
    await expect(update({ memory_limit: '1M"\nextension=x' })).rejects.toMatchObject({ code: 'CONFIGURATION_INVALID' });
  });

  test.each(['nginx-static', 'php-fpm', 'haproxy'])(
    '%s is back after its master was killed, and that is told',
    async (name) => {
      const children = (await listProcesses()).filter(({ parent }) => parent === node.pid);
      const titles = await Promise.all(
        children.map(async ({ pid }) => ({ pid, title: await readFile(`/proc/${pid}/cmdline`, 'utf8') })),
      );
      const master = titles.find(({ title }) => title.includes(name === 'php-fpm' ? 'php-fpm: master' : name));
      expect(master, `${name} among ${titles.map(({ title }) => title).join('; ')}`).toBeDefined();
      process.kill(master?.pid ?? 0, 'SIGKILL');
      await vi.waitFor(
        async () =>
          expect(await node.server(name)).toMatchObject({
            state: 'running',
            restarts: 1,
            why: expect.stringContaining('SIGKILL'),
          }),
        { timeout: 10_000 },
      );
      expect((await ask(place(), '/hello.php')).text).toBe('hello');
      expect((await ask(place(), '/pages/')).text).toBe('a page');
    },
  );

  test('after the agent was killed, the next one serves the same, and no server of the last life is left', async () => {
    const before = (await listProcesses()).filter(({ parent }) => parent === node.pid);
    await node.kill();
    await node.start();
    await vi.waitFor(
      async () =>
        expect((await node.status()).servers.map(({ state }) => state)).toEqual(['running', 'running', 'running']),
      { timeout: 20_000 },
    );
    expect((await ask(place(), '/hello.php')).text).toBe('hello');
    const now = new Set((await listProcesses()).map(({ pid }) => pid));
    expect(before.filter(({ pid }) => now.has(pid))).toEqual([]);
  });

  test('what flows through each role is counted', async () => {
    const count = async (role: string) => {
      const { traffic } = (await node.get('get_traffic')) as { traffic: { role: string; requests: number }[] };
      return traffic.find((counters) => counters.role === role)?.requests ?? 0;
    };
    const [proxy, web, backend] = [await count('proxy'), await count('web'), await count('backend')];
    for (let request = 0; request < 5; request += 1) await ask(place(), '/pages/');
    await ask(place(), '/hello.php');
    expect(await count('proxy')).toBe(proxy + 6);
    await vi.waitFor(async () => expect(await count('web')).toBe(web + 5), { timeout: 5000 });
    expect(await count('backend')).toBe(backend + 1);
  });

  test('logs are read by their short names, as much as is wanted', async () => {
    await ask(place(), '/pages/style.css?marker');
    const read = async (filename: string, part: object = {}) =>
      (await node.get('get_log', { filename, ...part })) as { log: string; size: number };
    await vi.waitFor(async () => expect((await read('nginx-static-access.log')).log).toContain('?marker'), {
      timeout: 5000,
    });
    for (const [name, line] of [
      ['nginx-proxy-access.log', 'GET /pages/style.css?marker HTTP/1.1" 200'],
      ['fpm-access.log', 'GET /hello.php" 200'],
    ] as const)
      await vi.waitFor(async () => expect((await read(name)).log).toContain(line), { timeout: 10_000 });
    expect((await read('cpsagent.log')).log).toContain('nginx-static');
    const { size } = await read('fpm-access.log');
    await ask(place(), '/hello.php?later');
    const added = await read('fpm-access.log', { offset: size });
    expect(added.log).toMatch(/^\S+ - - \[.*\] "GET \/hello.php\?later" 200 [\d.]+\n$/);
    expect((await read('fpm-access.log', { tail: 10 })).log).toHaveLength(10);
  });

  test.each(['/etc/passwd', '../data/servers.json', 'servers.json', '__proto__', ''])(
    'there is no log called %j',
    async (filename) => {
      await expect(node.get('get_log', { filename })).rejects.toMatchObject({ code: 'LOG_NOT_FOUND' });
    },
  );

  test("another application's manager is refused", async () => {
    const stranger = await world.stranger();
    await expect(stranger.call(node.place, 0, 'GET', 'check_process')).rejects.toThrow();
    stranger.close();
  });

  test('a web node and the front answer nobody who does not know the secret', async () => {
    const guess = { 'X-ConPaaS-Code': 'v1', 'X-ConPaaS-Secret': 'guess', 'X-ConPaaS-Script': 'path' };
    for (const port of [ports.web, ports.front])
      expect((await ask({ address: node.address, port }, '/hello.php', { headers: guess })).status).toBe(403);
  });

  describe('with a second backend', () => {
    let second: Node;
    beforeAll(async () => {
      second = await world.startNode('system');
      await second.startPhp(settings);
    });

    test('backends come and go under load without losing a request', async () => {
      const load = new Load(place(), 12, mixed);
      for (let round = 0; round < 3; round += 1) {
        await node.proxy({ backends: [node, second] });
        const reached = load.answered + 300;
        await vi.waitFor(() => expect(load.answered).toBeGreaterThan(reached), { timeout: 20_000 });
        await node.proxy({ backends: round === 1 ? [second] : [node] });
      }
      const { lost, answered } = await load.stop();
      expect(lost).toEqual({});
      expect(answered).toBeGreaterThan(900);
      expect(await readFile(join(second.logs, 'fpm-access.log'), 'utf8')).toContain('/hello.php');
    });

    test('a removed backend finishes what it has begun before the update returns', async () => {
      await node.upload('slow', await world.archive({ 'slow.php': '<?php usleep(800000); echo "done";' }));
      await node.proxy({ version: 'slow', backends: [second] });
      const slow = ask(place(), '/slow.php');
      await vi.waitFor(async () => {
        const { traffic } = (await node.get('get_traffic')) as { traffic: { role: string; active: number }[] };
        expect(traffic.find(({ role }) => role === 'proxy')?.active).toBe(1);
      });
      let answered = false;
      void slow.then(() => (answered = true));
      await node.proxy({ backends: [node] });
      expect(answered).toBe(true);
      expect((await slow).text).toBe('done');
      await node.proxy({ version: 'v1' });
    });

    test('a session counts exactly over both backends', async () => {
      await node.proxy({ backends: [node, second] });
      expect(await countTogether(place(), 60)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    });

    test('a backend that dies is passed over', async () => {
      await node.proxy({ backends: [node, second] });
      const load = new Load(place(), 8, [{ path: '/hello.php' }]);
      await second.stop();
      const reached = load.answered + 200;
      await vi.waitFor(() => expect(load.answered).toBeGreaterThan(reached), { timeout: 20_000 });
      expect((await load.stop()).lost).toEqual({});
    });
  });
});
