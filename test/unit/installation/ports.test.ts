import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { basename } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { portOwner } from '../../../director/installation/port-owner.ts';
import { listenOn } from '../../../director/installation/ports.ts';

const address = '127.0.0.1';
const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(port: number, on = address): Promise<Server> {
  const server = createServer();
  servers.push(server);
  server.listen(port, on);
  await once(server, 'listening');
  return server;
}
const portOf = (server: Server) => (server.address() as AddressInfo).port;

describe('listening', () => {
  test('takes the preferred port when it is free', async () => {
    const port = portOf(await listen(0));
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const { listener, taken } = await listenOn(port, address, (candidate) => listen(candidate));
    expect(portOf(listener)).toBe(port);
    expect(taken).toBeNull();
  });

  test('takes another port when that is taken, and tells which program has it', async () => {
    const port = portOf(await listen(0));
    const { listener, taken } = await listenOn(port, address, (candidate) => listen(candidate));
    expect(portOf(listener)).not.toBe(port);
    expect(taken).toMatchObject({ code: 'PORT_TAKEN', parameters: { port, address } });
    expect(taken?.message).toContain(`(process ${process.pid})`);
  });

  test('tries the ports behind the preferred one first, then any', async () => {
    const tried: number[] = [];
    const { listener } = await listenOn(4747, address, async (port) => {
      tried.push(port);
      if (port === 0) return 'free';
      throw Object.assign(new Error('taken'), { code: 'EADDRINUSE' });
    });
    expect(listener).toBe('free');
    expect(tried).toEqual([4747, 4748, 4749, 4750, 4751, 4752, 4753, 4754, 4755, 4756, 0]);
  });

  test('does not try beyond the last port', async () => {
    const tried: number[] = [];
    await listenOn(65_534, address, async (port) => {
      tried.push(port);
      if (port !== 0) throw Object.assign(new Error('closed'), { code: 'EACCES' });
    });
    expect(tried).toEqual([65_534, 65_535, 0]);
  });

  test('does not hide other failures behind another port', async () => {
    const failing = listenOn(4747, '192.0.2.1', async () => {
      throw Object.assign(new Error('no such address'), { code: 'EADDRNOTAVAIL' });
    });
    await expect(failing).rejects.toThrow('no such address');
  });
});

describe('the owner of a port', () => {
  test('is found by pid and name', async () => {
    const port = portOf(await listen(0));
    const owner = await portOwner(port, address);
    expect(owner?.pid).toBe(process.pid);
    expect(owner?.program).toContain(basename(process.execPath).replace('.exe', ''));
  });

  test('is found when it listens on all addresses', async () => {
    const port = portOf(await listen(0, '0.0.0.0'));
    expect(await portOwner(port, address)).toMatchObject({ pid: process.pid });
  });

  test('is found when it listens on all addresses of IPv6', async () => {
    const port = portOf(await listen(0, '::'));
    expect(await portOwner(port, address)).toMatchObject({ pid: process.pid });
  });

  test.skipIf(process.platform !== 'linux')('is not one that listens on another address', async () => {
    const port = portOf(await listen(0, '127.83.4.2'));
    expect(await portOwner(port, address)).toBeNull();
    expect(await portOwner(port, '127.83.4.2')).toMatchObject({ pid: process.pid });
  });

  test('is nobody on a free port', async () => {
    const port = portOf(await listen(0));
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(await portOwner(port, address)).toBeNull();
  });
});
