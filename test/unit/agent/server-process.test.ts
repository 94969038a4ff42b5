import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { expectFree, untilListening } from '../../../director/agent/servers/ports.ts';
import { ServerProcess } from '../../../director/agent/servers/server-process.ts';
import type { ServerProgram } from '../../../director/agent/servers/server-program.ts';
import { silentLogger } from '../../../director/logging/logger.ts';
import { isAlive, processStartTime } from '../../../director/processes/start-time.ts';
import { temporaryFolder } from '../../peers/temporary-folder.ts';

const started: ServerProcess[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
});

/** Answers a connection with its own pid; ends in order on SIGTERM. */
const listening = `
  const server = require('node:net').createServer((socket) => socket.end(String(process.pid)));
  server.listen(Number(process.env.PORT), '127.0.0.1');
  process.on('SIGTERM', () => process.exit(0));`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

async function serverWith(script: string, options: Partial<ServerProgram> = {}, waitMs = () => 0) {
  const directory = await temporaryFolder();
  const port = await freePort();
  const place = { address: '127.0.0.1', port };
  await writeFile(join(directory, 'server.cjs'), script);
  const program: ServerProgram = {
    name: 'thing',
    command: process.execPath,
    arguments: [join(directory, 'server.cjs')],
    environment: { PORT: String(port) },
    directory,
    output: join(directory, 'out.log'),
    errors: join(directory, 'errors.log'),
    logName: 'errors.log',
    before: () => expectFree(place),
    ready: (_, signal) => untilListening(place, signal),
    stopSignal: 'SIGTERM',
    stopLimitMs: 1000,
    ...options,
  };
  const server = new ServerProcess('thing', { program: () => program, log: silentLogger, waitMs });
  started.push(server);
  return { server, place, program };
}

function pidOf(server: ServerProcess): number {
  const pid = server.child?.pid;
  if (pid === undefined) throw new Error('it does not run');
  return pid;
}

test('it is running once it accepts connections, and gone when it was stopped', async () => {
  const { server } = await serverWith(listening);
  await server.start();
  expect(server.status()).toEqual({ name: 'thing', state: 'running', restarts: 0, why: null });
  const pid = pidOf(server);
  const startTime = processStartTime(pid) ?? '';
  await server.stop();
  expect(server.status().state).toBe('stopped');
  expect(isAlive({ pid, startTime })).toBe(false);
});

test('a server that was killed comes back, and the restart is reported with its cause', async () => {
  const { server } = await serverWith(listening);
  await server.start();
  const pid = pidOf(server);
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(server.status()).toMatchObject({ state: 'running', restarts: 1 }), 5000);
  expect(server.status().why).toContain('SIGKILL');
  expect(pidOf(server)).not.toBe(pid);
});

test('one that does not start is a failure that tells the last line it wrote', async () => {
  const { server } = await serverWith(`console.error('no such setting: x'); process.exit(3)`);
  await expect(server.start()).rejects.toMatchObject({
    code: 'SERVER_FAILED',
    message: expect.stringContaining('ended with code 3: no such setting: x'),
  });
  expect(server.status()).toMatchObject({ state: 'failed', restarts: 0 });
});

test('a program that does not exist is a failure too', async () => {
  const { server } = await serverWith('', { command: '/nowhere/thing' });
  await expect(server.start()).rejects.toMatchObject({
    code: 'SERVER_FAILED',
    message: expect.stringContaining('ENOENT'),
  });
});

test('it is not started while somebody else has its port', async () => {
  const { server, place } = await serverWith(listening);
  const other = createServer().listen(place.port, place.address);
  await once(other, 'listening');
  await expect(server.start()).rejects.toMatchObject({ code: 'PORT_TAKEN' });
  other.close();
});

test('after a restart of the agent a server that does not start is tried until it does', async () => {
  const { server, place } = await serverWith(listening, {}, () => 20);
  const other = createServer().listen(place.port, place.address);
  await once(other, 'listening');
  await expect(server.start(true)).rejects.toMatchObject({ code: 'PORT_TAKEN' });
  expect(server.status().state).toBe('restarting');
  other.close();
  await vi.waitFor(() => expect(server.status().state).toBe('running'), 5000);
});

test('one that dies again and again is called failed, and still comes back when it can', async () => {
  const { server, program } = await serverWith(listening, {}, () => 5);
  await server.start();
  const [file = ''] = program.arguments;
  await writeFile(file, 'process.exit(1)');
  process.kill(pidOf(server), 'SIGKILL');
  await vi.waitFor(() => expect(server.status().state).toBe('failed'), 8000);
  await writeFile(file, listening);
  await vi.waitFor(() => expect(server.status().state).toBe('running'), 8000);
});

test('a stop while it waits for its restart is the end', async () => {
  const { server } = await serverWith(listening, {}, () => 60_000);
  await server.start();
  process.kill(pidOf(server), 'SIGKILL');
  await vi.waitFor(() => expect(server.status().state).toBe('restarting'), 5000);
  await server.stop();
  expect(server.status().state).toBe('stopped');
  expect(server.child).toBeUndefined();
});

test('one that does not end in time is killed', async () => {
  const { server } = await serverWith(
    `${listening} process.removeAllListeners('SIGTERM'); process.on('SIGTERM', () => {});`,
    {
      stopLimitMs: 50,
    },
  );
  await server.start();
  const pid = pidOf(server);
  const startTime = processStartTime(pid) ?? '';
  await server.stop();
  expect(isAlive({ pid, startTime })).toBe(false);
});

test('workers that outlive their killed master, and what an earlier life left, are ended before the next start', async () => {
  const master = `
    require('node:child_process').fork(process.argv[1].replace('server', 'worker'));
    process.on('SIGTERM', () => process.exit(0));`;
  const { server, program } = await serverWith(master);
  await writeFile(join(program.directory, 'worker.cjs'), `${listening} process.on('disconnect', () => {});`);
  await server.start();
  process.kill(pidOf(server), 'SIGKILL');
  // The worker still has the port: the restart would meet PORT_TAKEN.
  await vi.waitFor(() => expect(server.status()).toMatchObject({ state: 'running', restarts: 1 }), 8000);
});
