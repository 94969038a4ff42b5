import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { System } from '../contract/system.ts';
import { listenOn } from '../installation/ports.ts';

export type Notice = System['notices'][number];

/**
 * Listens on the port wanted, or on another where some program has it.
 * @returns the port, and a notice that names the program
 */
export async function listenAt(
  server: FastifyInstance,
  address: string,
  wanted: number,
): Promise<{ port: number; notice?: Notice }> {
  await server.ready();
  const { taken } = await listenOn(wanted, address, (port) => listen(server, address, port));
  const { port } = server.server.address() as AddressInfo;
  if (!taken) return { port };
  const message = `${taken.message} Port ${port} is used instead.`;
  return { port, notice: { code: taken.code, message, hint: taken.hint } };
}

/** Not by `server.listen` of Fastify: it may be called once only, even where that failed. */
function listen({ server }: FastifyInstance, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** How long answers under way may take once a listener closes, in milliseconds. */
const closeLimit = 3000;

/** Takes no more connections, ends event streams, and lets answers under way finish within 3 s. */
export async function closeListener(server: FastifyInstance): Promise<void> {
  const http = server.server;
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  // Node closes the connections that are idle now; those that become so would stay for their keep-alive time.
  const idle = setInterval(() => http.closeIdleConnections(), 20);
  const force = setTimeout(() => http.closeAllConnections(), closeLimit);
  await Promise.all([closed, server.close()]);
  clearInterval(idle);
  clearTimeout(force);
}
