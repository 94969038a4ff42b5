import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Place } from '../../../director/wire/method.ts';

/** Stands between a client and a server, sees connections and can cut them. */
export interface Relay {
  place: Place;
  /** How many connections were made in all. */
  connections(): number;
  /** Cuts those that are there, as a server that was restarted does; resolves when both sides have noticed. */
  cut(): Promise<void>;
  /** Cuts each connection that there is as soon as the client sends something more over it. */
  cutOnUse(): void;
  close(): Promise<void>;
}

export async function relayTo(target: Place): Promise<Relay> {
  const clients = new Set<Socket>();
  let made = 0;
  const server = createServer((client) => {
    made++;
    clients.add(client);
    const upstream = connect(target.port, target.address);
    client.pipe(upstream).pipe(client);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    client.on('close', () => {
      clients.delete(client);
      upstream.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    place: { address: '127.0.0.1', port: (server.address() as AddressInfo).port },
    connections: () => made,
    async cut() {
      const closed = [...clients].map((client) => once(client, 'close'));
      for (const client of clients) client.resetAndDestroy();
      await Promise.all(closed);
    },
    cutOnUse() {
      for (const client of clients) {
        client.unpipe();
        client.on('data', () => client.resetAndDestroy());
        client.resume();
      }
    },
    async close() {
      for (const client of clients) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
