import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authority, openAuthority } from '../../../director/certificates/authority.ts';
import { silentLogger } from '../../../director/logging/logger.ts';
import type { InstanceRecord } from '../../../director/store/instances.ts';
import { openStore, type Store } from '../../../director/store/store.ts';
import { createWireClient, type WireClient } from '../../../director/wire/client.ts';
import type { Credentials, Method, Place } from '../../../director/wire/method.ts';
import { createWireServer } from '../../../director/wire/server.ts';

/** A real database and authority, and real servers in place of managers and agents, all gone after `leave`. */
export interface CheckedWorld {
  directory: string;
  authority: Authority;
  store: Store;
  /** The Director's. */
  credentials: Credentials;
  client: WireClient;
  /** An instance on record that is at this place. */
  record(kind: 'manager' | 'agent', place: Place): InstanceRecord;
  /** An instance that answers these methods. */
  serve(kind: 'manager' | 'agent', methods: readonly Method[], credentials?: Credentials): Promise<Place>;
  leave(): Promise<void>;
}

export async function enterCheckedWorld(): Promise<CheckedWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'checks-'));
  const authority = await openAuthority(join(directory, 'certificates'));
  const store = openStore({
    file: join(directory, 'director.db'),
    backups: join(directory, 'backups'),
    log: silentLogger,
  });
  const { uid } = store.users.ensureOwner('owner', 'owner@localhost');
  const { aid } = store.applications.create(uid, 'shop');
  const { sid } = store.services.create(aid, { type: 'php', name: 'site' });
  const credentials = await authority.issue({ kind: 'director', commonName: '127.0.0.1', addresses: ['127.0.0.1'] });
  const client = createWireClient({ credentials, accepts: () => true });
  const leaving: (() => unknown)[] = [];
  let count = 0;
  return {
    directory,
    authority,
    store,
    credentials,
    client,
    record(kind, { address, port }) {
      count += 1;
      const vmid = `0000000${count}`;
      const standard = kind === 'manager' ? 443 : 5555;
      const name = kind === 'manager' ? `conpaas-u${uid}-a${aid}-mgr` : `conpaas-u${uid}-a${aid}-s${sid}-web`;
      store.instances.insert({
        ...{
          vmid,
          cloud: 'local',
          name,
          kind,
          uid,
          aid,
          sid: kind === 'manager' ? null : sid,
          role: null,
          requestId: null,
        },
        ...{ address, ports: { [standard]: port }, state: 'running', created: new Date().toISOString() },
        ...{ charged: 0, paidUntil: null },
      });
      const record = store.instances.get(vmid);
      if (!record) throw new Error('the record was not written');
      return record;
    },
    async serve(kind, methods, shown) {
      const own = shown ?? (await authority.issue({ kind, uid, serviceLocator: aid, addresses: ['127.0.0.1'] }));
      const server = createWireServer({
        address: '127.0.0.1',
        port: 0,
        credentials: own,
        accepts: ({ role }) => role === 'frontend',
        service: () => methods,
        temporaryDirectory: directory,
        log: silentLogger,
      });
      const { port } = await server.listen();
      leaving.push(() => server.close(0));
      return { address: '127.0.0.1', port };
    },
    async leave() {
      for (const leave of leaving) await leave();
      client.close();
      store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
