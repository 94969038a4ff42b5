import { setTimeout as delay } from 'node:timers/promises';
import type { Cloud, Instance } from '../clouds/cloud.ts';
import type { Clouds } from '../clouds/clouds.ts';
import { isNameOf } from '../clouds/naming.ts';
import { ConpaasError } from '../contract/errors.ts';
import { type State, transientStates } from '../contract/state.ts';
import type { Operations } from '../operations/operations.ts';
import type { ApplicationRecord } from '../store/applications.ts';
import type { InstanceRecord } from '../store/instances.ts';
import type { Store } from '../store/store.ts';
import type { Instances } from './instances.ts';
import type { Managers } from './managers.ts';

export interface ReconcilerOptions {
  store: Store;
  clouds: Clouds;
  instances: Instances;
  managers: Managers;
  operations: Operations;
  deployment: string;
  log: { info(text: string): void; warn(text: string): void };
  signal: AbortSignal;
}

/** How often what exists is compared with what should exist. */
const intervalMs = 60_000;
/** An instance younger than this may not be known to its manager yet. */
const graceMs = 120_000;
const restartWaitsMs = [0, 1000, 2000, 5000, 10_000];
/** A manager that lived this long begins anew with the waits. */
const stableMs = 60_000;
/** States in which an application is meant to have a manager: one that is being filled, and one that was not filled to the end, too. */
const served: readonly State[] = ['RUNNING', 'ADAPTING', 'ERROR'];

/** Compares what should exist (the store) with what does (clouds and managers), when the Director starts and from time to time. */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  readonly #restarts = new Map<string, { count: number; last: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
    for (const cloud of options.clouds.all()) cloud.onDeath((instance) => void this.#died(instance));
  }

  /** Called once before operations are recovered: cleans up what was being made, brings back what should run, opens the lines to managers. */
  async start(): Promise<void> {
    const { store } = this.#options;
    await this.#destroyUnfinished();
    const applications = store.applications.list().filter((record) => record.managerVmid !== null);
    await Promise.all(applications.map((record) => this.#resume(record)));
    this.#timer = setInterval(() => void this.#sweep(), intervalMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /**
   * Nodes whose creation was never answered to a manager, and instances that were being destroyed. A manager that is being started is
   * left to the recovery of its operation.
   */
  async #destroyUnfinished(): Promise<void> {
    const { instances, store } = this.#options;
    const unfinished = [
      ...store.instances.list({ state: 'creating', kind: 'agent' }),
      ...store.instances.list({ state: 'destroying' }),
    ];
    await Promise.all(unfinished.map(({ vmid }) => this.#tolerate(`clean up ${vmid}`, () => instances.destroy(vmid))));
  }

  /** After a restart of the computer nothing runs any more: what should run is started again on its own disk. */
  async #resume(record: ApplicationRecord): Promise<void> {
    const { store, operations } = this.#options;
    const starting = operations
      .list({ aid: record.aid, state: 'running' })
      .some(({ kind }) => kind === 'application.start');
    if (starting) return;
    const records = store.instances.list({ aid: record.aid, state: 'running' });
    await Promise.all(
      records.map((instance) => this.#tolerate(`resume ${instance.name}`, () => this.#revive(instance))),
    );
    const manager = records.find(({ vmid }) => vmid === record.managerVmid);
    if (manager) this.#follow(record.aid, manager.vmid);
  }

  /** Opens the line to a manager, unless its application was stopped or deleted meanwhile. */
  #follow(aid: number, vmid: string): void {
    const { managers, store } = this.#options;
    if (store.applications.get(aid)?.managerVmid === vmid) void managers.connect(aid, vmid).follow();
  }

  async #revive(record: InstanceRecord): Promise<void> {
    const { clouds, instances, log } = this.#options;
    const cloud = clouds.get(record.cloud);
    const found = await cloud.get(record.vmid);
    if (found?.state === 'running') return;
    if (!found) {
      log.warn(`The instance ${record.name} (${record.vmid}) no longer exists on ${record.cloud}.`);
      return;
    }
    log.info(`The instance ${record.name} (${record.vmid}) is not running; it is started again.`);
    const { address, ports } = await cloud.restart(record.vmid);
    instances.placed(record.vmid, { address, ports });
  }

  /**
   * A manager that dies is started again with growing waits, as its state is on its disk. A node is not: its manager notices, takes it
   * out and says so, and the user decides.
   */
  async #died(instance: Instance): Promise<void> {
    const { log, store } = this.#options;
    log.warn(`The ${instance.kind} ${instance.name} (${instance.vmid}) ended by itself.`);
    const record = store.instances.get(instance.vmid);
    if (record?.kind !== 'manager' || record.state !== 'running') return;
    const wait = this.#nextWait(record.vmid);
    if (wait === undefined) return this.#gaveUp(record);
    await delay(wait, undefined, { signal: this.#options.signal }).catch(() => undefined);
    if (this.#options.signal.aborted) return;
    const application = store.applications.get(record.aid);
    if (application?.managerVmid !== record.vmid || !served.includes(application.state)) return;
    await this.#tolerate(`restart the manager of application ${record.aid}`, () => this.#revive(record));
    this.#follow(record.aid, record.vmid);
  }

  #nextWait(vmid: string): number | undefined {
    const now = Date.now();
    const before = this.#restarts.get(vmid);
    const count = before && now - before.last < stableMs ? before.count + 1 : 0;
    this.#restarts.set(vmid, { count, last: now });
    return restartWaitsMs[count];
  }

  #gaveUp({ aid }: InstanceRecord): void {
    const { managers, store } = this.#options;
    const why = `it ended ${restartWaitsMs.length} times within a short time`;
    const reason = new ConpaasError('MANAGER_UNREACHABLE', { aid, why }).toBody();
    managers.publishApplication(store.applications.update(aid, { state: 'ERROR', reason }));
  }

  /** Destroys what nobody knows any more. Only on the word of the store and of a manager that answers, never because one did not. */
  async #sweep(): Promise<void> {
    const { clouds, store } = this.#options;
    for (const { aid } of store.applications.list()) await this.#tolerate('compare nodes', () => this.#sweepNodes(aid));
    for (const cloud of clouds.all()) {
      await this.#tolerate(`compare instances of ${cloud.name}`, async () => {
        for (const instance of await cloud.list()) await this.#sweepInstance(cloud, instance);
      });
    }
  }

  async #sweepNodes(aid: number): Promise<void> {
    const { instances, managers, operations, store, log } = this.#options;
    const connection = managers.find(aid);
    if (!connection?.reachable || operations.running(aid).length > 0) return;
    const snapshots = await connection.services();
    if (snapshots.some(({ state }) => transientStates.includes(state))) return;
    const known = new Set(
      (await Promise.all(snapshots.map(({ sid }) => connection.nodes(sid)))).flat().map(({ vmid }) => vmid),
    );
    for (const record of store.instances.list({ aid, kind: 'agent', state: 'running' })) {
      if (known.has(record.vmid) || Date.now() - Date.parse(record.created) < graceMs) continue;
      log.warn(`The node ${record.name} (${record.vmid}) is in no service of its manager; it is destroyed.`);
      await instances.destroy(record.vmid);
    }
  }

  /** An instance of ours in a cloud that the store does not know: left over from a database that was restored or lost a write. */
  async #sweepInstance(cloud: Cloud, instance: Instance): Promise<void> {
    const { deployment, log, store } = this.#options;
    if (store.instances.get(instance.vmid) || !isNameOf(deployment, instance.name)) return;
    // A record is written before its instance is made and deleted after it is gone: a second look leaves no doubt.
    if (!(await cloud.get(instance.vmid)) || store.instances.get(instance.vmid)) return;
    log.warn(`The instance ${instance.name} (${instance.vmid}) belongs to nothing; it is destroyed.`);
    await cloud.destroy(instance.vmid);
  }

  async #tolerate(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#options.log.warn(`Could not ${what}: ${ConpaasError.from(error).message}`);
    }
  }
}
