import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ConpaasError } from '../contract/errors.ts';
import type { System } from '../contract/system.ts';

export type Notice = System['notices'][number];

/** Says which program has a port, in words for people: "nginx (process 812)"; undefined where that cannot be found. */
export type PortOwner = (address: string, port: number) => Promise<string | undefined>;

const isTaken = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/** What the user is told when another program has the port that was wanted. */
function noticeOf(address: string, wanted: number, port: number, owner: string | undefined): Notice {
  const taken = new ConpaasError('PORT_TAKEN', { address, port: wanted, owner: owner ?? 'another program' });
  return { code: taken.code, message: `${taken.message} Port ${port} is used instead.`, hint: taken.hint };
}

/**
 * Listens on the port wanted, or on a free one where another program has it.
 * @returns the port, and a notice that names the other program
 */
export async function listenAt(
  server: FastifyInstance,
  address: string,
  wanted: number,
  portOwner: PortOwner,
): Promise<{ port: number; notice?: Notice }> {
  const portNow = () => (server.server.address() as AddressInfo).port;
  await server.ready();
  try {
    await listen(server, address, wanted);
    return { port: portNow() };
  } catch (error) {
    if (!isTaken(error)) throw error;
    const owner = await portOwner(address, wanted);
    await listen(server, address, 0);
    return { port: portNow(), notice: noticeOf(address, wanted, portNow(), owner) };
  }
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
