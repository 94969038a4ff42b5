import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { System } from '../contract/system.ts';
import { listenOn, portTaken } from '../installation/ports.ts';

/** How "all" is written where an address is asked for. */
const anyAddress = '0.0.0.0';

export type Notice = System['notices'][number];

/** All addresses of the computer, of both families where it has them. */
export type ListenAddress = string | undefined;

/**
 * Listens on the port wanted, or on another where some program has it.
 * @returns the port, and a notice that names the program
 */
export async function listenAt(
  server: FastifyInstance,
  address: ListenAddress,
  wanted: number,
): Promise<{ port: number; notice?: Notice }> {
  await server.ready();
  const { taken } = await listenOn(wanted, address ?? anyAddress, (port) => listen(server, address, port));
  const { port } = server.server.address() as AddressInfo;
  if (!taken) return { port };
  const message = `${taken.message} Port ${port} is used instead.`;
  return { port, notice: { code: taken.code, message, hint: taken.hint } };
}

/** Not by `server.listen` of Fastify: it may be called once only, even where that failed. */
function listen({ server }: FastifyInstance, address: ListenAddress, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const listening = () => {
      server.off('error', failed);
      resolve();
    };
    const failed = (error: Error) => {
      server.off('listening', listening);
      reject(error);
    };
    server.once('listening', listening);
    server.once('error', failed);
    server.listen(port, address);
  });
}

/**
 * Listens at another address on the same port, without the requests under way being cut. Where that fails it listens as before.
 * @throws ConpaasError PORT_TAKEN when another program has the port there
 */
export async function moveListener(server: FastifyInstance, from: ListenAddress, to: ListenAddress): Promise<void> {
  const { port } = server.server.address() as AddressInfo;
  // Frees the port at once; connections that are open stay until their answers are sent.
  server.server.close();
  try {
    await listen(server, to, port);
  } catch (thrown) {
    await listen(server, from, port);
    throw (thrown as NodeJS.ErrnoException).code === 'EADDRINUSE' ? await portTaken(port, to ?? anyAddress) : thrown;
  }
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
