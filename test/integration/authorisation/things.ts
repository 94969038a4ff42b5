import { randomBytes, randomUUID } from 'node:crypto';
import type { Store } from '../../../director/store/store.ts';

/** What a route may be asked about. Numbers and names of things that exist, or of things that never did. */
export interface Things {
  uid: number;
  aid: number;
  sid: number;
  vmid: string;
  /** The instance as users and managers name it. */
  node: string;
  serial: string;
  operation: string;
  session: string;
  volume: string;
}

const serial = () => randomBytes(16).toString('hex').toUpperCase();

/** Of nobody. Such numbers are never reached. */
export function missingThings(): Things {
  const vmid = `vm${randomUUID()}`;
  return {
    uid: 900_001,
    aid: 900_002,
    sid: 2,
    vmid,
    node: `iaas${vmid}`,
    serial: serial(),
    operation: randomUUID(),
    session: randomBytes(12).toString('base64url'),
    volume: `volume-${randomUUID()}`,
  };
}

/** One of each that is this user's: written into the database, as no instance must run for them. */
export function makeThings(store: Store, uid: number, aid = makeApplication(store, uid)): Things {
  const { vmid, node, serial, operation, volume } = missingThings();
  const now = new Date();
  const later = new Date(now.getTime() + 3_600_000).toISOString();
  const created = now.toISOString();
  const { sid } = store.services.create(aid, { type: 'php', name: 'pages' });
  store.instances.insert({
    vmid,
    cloud: 'local',
    name: `conpaas-u${uid}-a${aid}-s${sid}-web`,
    kind: 'agent',
    uid,
    aid,
    sid,
    role: 'proxybackendweb',
    requestId: null,
    address: null,
    ports: {},
    state: 'running',
    created,
    charged: 0,
    paidUntil: null,
  });
  store.volumes.insert({
    id: randomBytes(4).toString('hex'),
    aid,
    sid,
    name: volume,
    size: 1,
    cloud: 'local',
    vmid: null,
    device: '',
    path: '',
    kept: '',
    watched: false,
    state: 'kept',
    requestId: randomUUID(),
    created,
  });
  const certificate = { serial, kind: 'user', uid, serviceLocator: 0, notAfter: later, issued: created } as const;
  store.certificates.insert({ ...certificate, revoked: null });
  store.operations.insert({
    id: operation,
    kind: 'application.start',
    title: 'Start application "shop"',
    uid,
    aid,
    sid: null,
    state: 'succeeded',
    steps: [],
    percent: 100,
    cancellable: false,
    timeLimit: 60,
    log: [],
    result: null,
    error: null,
    data: {},
    created,
    finished: created,
  });
  const idHash = randomBytes(32).toString('base64url');
  store.sessions.insert({
    idHash,
    uid,
    created,
    lastSeen: created,
    expires: later,
    signedInBy: 'password',
    browser: 'Firefox',
    address: '192.0.2.7',
  });
  return { uid, aid, sid, vmid, node, serial, operation, session: idHash.slice(0, 16), volume };
}

/** A stopped application whose first service has gone, so that the services of others have numbers it has not. */
export function makeApplication(store: Store, uid: number): number {
  const { aid } = store.applications.create(uid, `shop ${randomUUID()}`);
  store.applications.update(aid, { state: 'STOPPED' });
  return aid;
}
