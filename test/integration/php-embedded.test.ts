import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { listProcesses } from '../../director/processes/process-table.ts';
import { AgentWorld, type Node, ports } from './agent-world.ts';
import { behavesAsSite, countTogether, environment, environmentRead, site } from './site.ts';
import { ask, Load } from './visitor.ts';

const settings = { upload_max_filesize: '16M', post_max_size: '16M', log_errors: 'On' };
const version2 = { ...site, 'hello.php': '<?php echo "hello 2";' };
const faults = {
  'loop.php': '<?php while (true) {}',
  'processes.php':
    '<?php echo json_encode([function_exists("shell_exec"), function_exists("proc_open"), @mail("a@b", "s", "t")]);',
  'fatal.php': '<?php no_such_function();',
  'outside.php': '<?php echo json_encode([@file_get_contents("/etc/passwd"), @scandir("/proc"), is_dir("/srv")]);',
  'fetch.php': '<?php $s = fsockopen("127.0.0.1", (int) $_GET["port"]); fwrite($s, "ping"); echo fread($s, 100);',
};
const mixed = [
  { path: '/hello.php' },
  { path: '/pages/' },
  { path: '/perma/link' },
  { path: '/hello.php', method: 'POST', body: 'a=1' },
];

describe('a php service with nothing installed', () => {
  let world: AgentWorld;
  let node: Node;
  const place = () => ({ address: node.address, port: ports.proxy });

  beforeAll(async () => {
    world = await AgentWorld.enter();
    node = await world.startNode('embedded');
    await node.playAll(await world.archive({ ...site, ...faults }), 'v1', settings);
    await node.upload('v2', await world.archive(version2));
  });
  afterAll(() => world?.leave());

  behavesAsSite(place);

  test('the node tells that PHP is embedded', async () => {
    const { runtime, servers } = await node.status();
    expect(runtime).toMatch(/^PHP 8\.4\.\d+ as WebAssembly behind Node$/);
    expect(servers.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'php running',
      'static running',
      'balancer running',
    ]);
  });

  test('a runtime is replaced before it breaks at its 2045th request', async () => {
    // One visitor, so that one thread has to answer nearly all of them.
    const load = new Load(place(), 1, [{ path: '/hello.php' }]);
    await vi.waitFor(() => expect(load.answered).toBeGreaterThan(2300), { timeout: 55_000, interval: 200 });
    expect((await load.stop()).lost).toEqual({});
  }, 60_000);

  test('enabling another version under load loses no request', async () => {
    const load = new Load(place(), 6, mixed);
    for (const version of ['v2', 'v1']) {
      await node.proxy({ version });
      const reached = load.answered + 60;
      await vi.waitFor(() => expect(load.answered).toBeGreaterThan(reached), { timeout: 20_000 });
    }
    expect((await load.stop()).lost).toEqual({});
  });

  test('the environment reaches scripts, and leaves them again', async () => {
    const path = `/environment.php?names=${Object.keys(environment).join(',')}`;
    const told = async () => JSON.parse((await ask(place(), path)).text);
    await node.post('updatePHP', { port: ports.backend, configuration: settings, environment });
    expect(await told()).toEqual(environmentRead);
    await node.post('updatePHP', { port: ports.backend, configuration: settings });
    expect(await told()).toMatchObject({ PLAIN: [false, null], EMPTY: [false, null] });
  });

  test('settings reach PHP without losing a request', async () => {
    const load = new Load(place(), 4, mixed);
    await node.post('updatePHP', {
      port: ports.backend,
      configuration: { ...settings, memory_limit: '77M', display_errors: 'On' },
    });
    expect((await load.stop()).lost).toEqual({});
    const values = JSON.parse(
      (await ask(place(), '/settings.php?keys=memory_limit,display_errors,upload_max_filesize')).text,
    );
    expect(values).toMatchObject({ memory_limit: '77M', upload_max_filesize: '16M' });
  });

  test('a script that could start a process is told that it cannot, and the runtime lives on', async () => {
    expect(JSON.parse((await ask(place(), '/processes.php')).text)).toEqual([false, false, false]);
    expect((await ask(place(), '/hello.php')).text).toBe('hello');
  });

  test('a script that fails answers 500, and its error is in the log of the backend', async () => {
    await node.post('updatePHP', { port: ports.backend, configuration: { ...settings, display_errors: 'Off' } });
    expect((await ask(place(), '/fatal.php')).status).toBe(500);
    await vi.waitFor(async () => {
      const { log } = (await node.get('get_log', { filename: 'fpm-error.log' })) as { log: string };
      expect(log).toContain('no_such_function');
    });
  });

  test('a script that runs too long is ended; others are answered meanwhile', async () => {
    await node.post('updatePHP', { port: ports.backend, configuration: { ...settings, max_execution_time: '1' } });
    const endless = ask(place(), '/loop.php');
    expect((await ask(place(), '/hello.php')).text).toBe('hello');
    expect((await endless).status).toBe(504);
    expect((await ask(place(), '/hello.php')).text).toBe('hello');
  });

  test('a script sees nothing of this computer but its own folders', async () => {
    expect(JSON.parse((await ask(place(), '/outside.php')).text)).toEqual([false, expect.anything(), false]);
  });

  test('a script reaches other servers, and no relay is open for anybody else', async () => {
    const echo = createServer((socket) => socket.on('data', (bytes) => socket.end(`pong ${bytes}`)));
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    const address = echo.address();
    const port = typeof address === 'object' ? address?.port : 0;
    expect((await ask(place(), `/fetch.php?port=${port}`)).text).toBe('pong ping');
    echo.close();
    const servers = (await listProcesses()).filter(({ parent }) => parent === node.pid);
    expect(servers).toHaveLength(3);
    const listening = await Promise.all(servers.map(({ pid }) => listeningAddresses(pid)));
    expect(new Set(listening.flat())).toEqual(new Set([node.address]));
  });

  test('a role whose process was killed is played again', async () => {
    const servers = (await listProcesses()).filter(({ parent }) => parent === node.pid);
    for (const { pid } of servers) process.kill(pid, 'SIGKILL');
    await vi.waitFor(
      async () => {
        const { servers: now } = await node.status();
        expect(now.map(({ state, restarts }) => [state, restarts])).toEqual(Array(3).fill(['running', 1]));
      },
      { timeout: 20_000 },
    );
    expect((await ask(place(), '/hello.php')).text).toBe('hello');
    expect((await ask(place(), '/a/link')).status).toBe(200);
  });

  test('logs have the names they always had', async () => {
    await ask(place(), '/pages/style.css?marker');
    // A line is written after its request was answered.
    for (const name of ['nginx-proxy-access.log', 'nginx-static-access.log'])
      await vi.waitFor(
        async () =>
          expect(((await node.get('get_log', { filename: name })) as { log: string }).log).toContain('?marker'),
        { timeout: 10_000 },
      );
    await vi.waitFor(
      async () => expect(await readFile(join(node.logs, 'fpm-access.log'), 'utf8')).toContain('GET /hello.php'),
      { timeout: 10_000 },
    );
  });

  describe('with a second backend', () => {
    let second: Node;
    beforeAll(async () => {
      second = await world.startNode('embedded');
      await second.startPhp(settings);
    });

    test('backends come and go under load without losing a request', async () => {
      const load = new Load(place(), 6, mixed);
      for (const backends of [[node, second], [second], [node, second], [node]]) {
        await node.proxy({ backends });
        const reached = load.answered + 60;
        await vi.waitFor(() => expect(load.answered).toBeGreaterThan(reached), { timeout: 20_000 });
      }
      expect((await load.stop()).lost).toEqual({});
      expect(await readFile(join(second.logs, 'fpm-access.log'), 'utf8')).toContain('/hello.php');
    });

    test('a session counts exactly over both backends', async () => {
      await node.proxy({ backends: [node, second] });
      expect(await countTogether(place(), 30)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    });
  });
});

/** IPv4 addresses that a process listens on, read from the kernel. */
async function listeningAddresses(pid: number): Promise<string[]> {
  const { readdir, readlink } = await import('node:fs/promises');
  const links = await Promise.all(
    (await readdir(`/proc/${pid}/fd`)).map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')),
  );
  const sockets = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  const table = await readFile(`/proc/${pid}/net/tcp`, 'utf8');
  return table.split('\n').flatMap((line) => {
    const cells = line.trim().split(/\s+/);
    if (cells[3] !== '0A' || !sockets.has(cells[9] ?? '')) return [];
    const bytes = Buffer.from((cells[1] ?? '').slice(0, 8), 'hex').reverse();
    return [[...bytes].join('.')];
  });
}
