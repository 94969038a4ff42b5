import { ConpaasError } from '../contract/errors.ts';
import { transientStates } from '../contract/state.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { ApplicationRecord } from '../store/applications.ts';
import type { Store } from '../store/store.ts';
import type { WireClient } from '../wire/client.ts';
import { portOf } from '../wire/instance-configuration.ts';
import type { ManagerEvent, ServiceSnapshot } from '../wire/manager-events.ts';
import { managerPort } from './instances.ts';
import { type ConnectionListener, ManagerConnection } from './manager-connection.ts';
import { Transitions } from './transitions.ts';
import { applicationView } from './views.ts';

export interface ManagersOptions {
  store: Store;
  events: EventHub;
  client: WireClient;
  directorUrl: () => string;
  /** Serials of certificates that the managers of a user must refuse; none when left out. */
  revokedFor?: (uid: number) => readonly string[];
}

/**
 * The connections to the managers of all running applications. What managers tell is written to the store and published, so that
 * every client sees the same, whoever caused it.
 */
export class Managers implements ConnectionListener {
  readonly transitions = new Transitions();
  readonly #store: Store;
  readonly #events: EventHub;
  readonly #client: WireClient;
  readonly #directorUrl: () => string;
  readonly #revokedFor: (uid: number) => readonly string[];
  readonly #connections = new Map<number, ManagerConnection>();

  constructor(options: ManagersOptions) {
    this.#directorUrl = options.directorUrl;
    this.#revokedFor = options.revokedFor ?? (() => []);
    this.#store = options.store;
    this.#events = options.events;
    this.#client = options.client;
  }

  /** Opens the line to the manager's instance recorded under `vmid`; does not wait for it. */
  connect(aid: number, vmid: string): ManagerConnection {
    this.disconnect(aid);
    const record = this.#store.instances.get(vmid);
    if (!record?.address) throw new ConpaasError('APPLICATION_NOT_STARTED', { id: aid });
    const place = { address: record.address, port: portOf(record, managerPort) };
    const connection = new ManagerConnection(aid, place, this.#client, this, {
      directorUrl: this.#directorUrl(),
      revoked: () => this.#revokedFor(record.uid),
    });
    this.#connections.set(aid, connection);
    return connection;
  }

  /** Tells all managers what is revoked now; resolves when those that answer refuse it. */
  async tellRevoked(): Promise<void> {
    await Promise.all([...this.#connections.values()].map((connection) => connection.tellRevoked()));
  }

  disconnect(aid: number): void {
    this.#connections.get(aid)?.close();
    this.#connections.delete(aid);
  }

  close(): void {
    for (const aid of [...this.#connections.keys()]) this.disconnect(aid);
  }

  find(aid: number): ManagerConnection | undefined {
    return this.#connections.get(aid);
  }

  /** @throws APPLICATION_NOT_STARTED; MANAGER_UNREACHABLE right after a start of the Director, when instances are still looked at */
  get(aid: number): ManagerConnection {
    const connection = this.#connections.get(aid);
    if (connection) return connection;
    if (this.#store.applications.get(aid)?.state === 'RUNNING')
      throw new ConpaasError('MANAGER_UNREACHABLE', { aid, why: 'the Director has just started and looks for it' });
    throw new ConpaasError('APPLICATION_NOT_STARTED', { id: aid });
  }

  /** Tells every client how an application is now. */
  publishApplication(record: ApplicationRecord): void {
    this.#events.publish({ type: 'application.changed', application: this.view(record) }, { uid: record.uid });
  }

  view(record: ApplicationRecord) {
    const manager = record.managerVmid === null ? undefined : this.#store.instances.get(record.managerVmid);
    return applicationView(record, manager, this.find(record.aid)?.reachable ?? false);
  }

  reachable(aid: number): void {
    const record = this.#store.applications.get(aid);
    if (record) this.publishApplication(record);
  }

  services(aid: number, snapshots: ServiceSnapshot[], since: number): void {
    for (const snapshot of snapshots) {
      if (this.#store.services.get(aid, snapshot.sid)) this.#snapshot(aid, snapshot);
      else this.#forgotten(aid, snapshot.sid);
    }
    this.transitions.resynchronised(aid, snapshots, since);
  }

  /** Takes note of how a service is that a manager was asked about. What is under way is left to its events, which may be newer. */
  asked(aid: number, snapshot: ServiceSnapshot): void {
    if (!transientStates.includes(snapshot.state)) this.#snapshot(aid, snapshot);
  }

  event(aid: number, event: ManagerEvent): void {
    const uid = this.#store.applications.get(aid)?.uid;
    if (uid !== undefined) this.#publish(aid, uid, event);
    this.transitions.event(aid, event);
  }

  #publish(aid: number, uid: number, event: ManagerEvent): void {
    if (event.type === 'state') this.#snapshot(aid, event.snapshot);
    else if (event.type === 'nodes') {
      this.#events.publish({ type: 'nodes.changed', aid, sid: event.sid, nodes: event.nodes }, { uid });
    } else if (event.type === 'code') this.#events.publish({ type: 'code.changed', aid, sid: event.sid }, { uid });
  }

  #snapshot(aid: number, { sid, state, reason, cloud, url, runtime }: ServiceSnapshot): void {
    const application = this.#store.applications.get(aid);
    if (!application || !this.#store.services.get(aid, sid)) return;
    const service = this.#store.services.update(aid, sid, { state, reason, cloud, url, runtime });
    this.#events.publish({ type: 'service.changed', service }, { uid: application.uid });
  }

  /** A service that was removed while its manager was away: the store is the truth about what should exist. */
  #forgotten(aid: number, sid: number): void {
    this.find(aid)
      ?.call(0, 'POST', 'remove_service', { service_id: sid })
      .catch(() => undefined); // It is tried again at the next connection.
  }
}
