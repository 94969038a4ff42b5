import { expect, test } from 'vitest';
import { backendSocket, throughSockets } from '../../../../director/services/php/agent/system/backend-socket.ts';
import type { NodePlace } from '../../../../director/services/web/agent/node-place.ts';
import type { RoleServer } from '../../../../director/services/web/agent/role-server.ts';
import type { ProxySettings } from '../../../../director/services/web/agent/settings.ts';

const placeIn = (sockets: string): NodePlace => ({
  ...{ address: '127.1.2.3', vmid: '00000001', servers: '/d/servers', logs: '/d/logs' },
  ...{ code: '/s/code', data: '/s/data', sessions: '/s/sessions', sockets },
});

test('a backend of this computer has a socket of its own in the storage of the service', () => {
  expect(backendSocket(placeIn('/s/sockets'), '127.1.2.3', 9000)).toBe('/s/sockets/127.1.2.3-9000');
});

test('one of another computer, or whose path no system would take, is asked on its port', () => {
  expect(backendSocket(placeIn('/s/sockets'), '10.1.2.3', 9000)).toBeUndefined();
  expect(backendSocket(placeIn(`/${'s'.repeat(100)}`), '127.1.2.3', 9000)).toBeUndefined();
  expect(backendSocket(placeIn(`/${'ü'.repeat(50)}`), '127.1.2.3', 9000)).toBeUndefined();
});

test('a proxy is told the sockets of its backends each time it is told them', async () => {
  const told: ProxySettings[] = [];
  const proxy: RoleServer<ProxySettings> = {
    apply: async (settings) => void told.push(settings),
    restore: async (settings) => void told.push(settings),
    stop: async () => undefined,
    status: () => undefined,
    counters: async () => undefined,
  };
  const upstream = (ip: string) => ({ id: ip, ip, port: 9000, weight: 100 });
  const settings: ProxySettings = {
    ...{ port: 80, frontPort: 8000, secret: 'a-secret-of-the-service', codeVersion: 'v1', root: null },
    ...{ webs: [upstream('127.0.0.2')], backends: [upstream('127.0.0.2'), upstream('10.0.0.1')] },
  };
  const through = throughSockets(proxy, placeIn('/s/sockets'));
  await through.apply(settings);
  await through.restore(settings);
  const sockets = told.map(({ backends }) => backends.map(({ socket }) => socket));
  expect(sockets).toEqual([
    ['/s/sockets/127.0.0.2-9000', undefined],
    ['/s/sockets/127.0.0.2-9000', undefined],
  ]);
  expect(told[0]?.webs).toEqual(settings.webs);
});
