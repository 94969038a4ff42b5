import { join } from 'node:path';
import type { NodePlace } from '../../../web/agent/node-place.ts';
import type { RoleServer } from '../../../web/agent/role-server.ts';
import type { ProxySettings } from '../../../web/agent/settings.ts';

/** The longest path of a socket that all systems take; macOS has 104 bytes for it with the zero at its end. */
const longestPath = 103;

/**
 * The socket of the php-fpm of a node whose address is one of this computer. FastCGI knows no password: on a port, every program of
 * the computer could have php-fpm run what it likes, also one in the sandbox of another application. The socket lies in the storage
 * that the nodes of one service share and that nobody else sees.
 * @returns undefined where it listens on its port: on a cloud of several computers, or where the path would be too long
 */
export function backendSocket({ sockets }: NodePlace, ip: string, port: number): string | undefined {
  if (!/^127\./.test(ip)) return undefined;
  const path = join(sockets, `${ip}-${port}`);
  return Buffer.byteLength(path) <= longestPath ? path : undefined;
}

/** A proxy that asks backends on this computer through their sockets. */
export function throughSockets(proxy: RoleServer<ProxySettings>, place: NodePlace): RoleServer<ProxySettings> {
  const located = (settings: ProxySettings): ProxySettings => ({
    ...settings,
    backends: settings.backends.map((backend) => {
      const socket = backendSocket(place, backend.ip, backend.port);
      return socket === undefined ? backend : { ...backend, socket };
    }),
  });
  return {
    apply: (settings) => proxy.apply(located(settings)),
    restore: (settings) => proxy.restore(located(settings)),
    stop: () => proxy.stop(),
    status: () => proxy.status(),
    counters: () => proxy.counters(),
  };
}
