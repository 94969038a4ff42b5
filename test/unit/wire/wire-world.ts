import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authority, openAuthority } from '../../../director/certificates/authority.ts';
import { createWireClient, type WireClient, type WireClientOptions } from '../../../director/wire/client.ts';
import type { Method, Place } from '../../../director/wire/method.ts';
import { createWireServer, type WireServer, type WireServerOptions } from '../../../director/wire/server.ts';

/** One authority with servers and clients on the loopback, all gone after `leave()`. */
export interface WireWorld {
  authority: Authority;
  directory: string;
  /** Lines that servers logged. */
  log: string[];
  serve(
    methods: readonly Method[],
    options?: Partial<WireServerOptions>,
  ): Promise<{ place: Place; server: WireServer }>;
  client(options?: Partial<WireClientOptions>): Promise<WireClient>;
  leave(): Promise<void>;
}

export async function enterWireWorld(): Promise<WireWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'wire-'));
  const authority = await openAuthority(join(directory, 'certificates'));
  const log: string[] = [];
  const note = (text: string) => void log.push(text);
  const leaving: (() => unknown)[] = [];
  return {
    authority,
    directory,
    log,
    async serve(methods, options = {}) {
      const server = createWireServer({
        address: '127.0.0.1',
        port: 0,
        credentials: await authority.issue({ kind: 'agent', uid: 1, serviceLocator: 7, addresses: ['127.0.0.1'] }),
        accepts: () => true,
        service: (id) => (id === 0 ? methods : undefined),
        temporaryDirectory: directory,
        log: { info: note, warn: note, error: note },
        ...options,
      });
      const { port } = await server.listen();
      leaving.push(() => server.close(0));
      return { server, place: { address: '127.0.0.1', port } };
    },
    async client(options = {}) {
      const client = createWireClient({
        credentials: await authority.issue({ kind: 'manager', uid: 1, serviceLocator: 7, addresses: [] }),
        accepts: () => true,
        ...options,
      });
      leaving.push(() => client.close());
      return client;
    },
    async leave() {
      for (const leave of leaving.reverse()) await leave();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
