import type { Clouds } from '../clouds/clouds.ts';
import type { Application } from '../contract/application.ts';
import { ConpaasError, type ErrorBody, errorBody } from '../contract/errors.ts';
import type { Operation, OperationKind } from '../contract/operation.ts';
import type { State } from '../contract/state.ts';
import type { Credits } from '../credits/credits.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { OperationContext, OperationRequest, Operations } from '../operations/operations.ts';
import type { ApplicationChanges, ApplicationRecord } from '../store/applications.ts';
import type { Store } from '../store/store.ts';
import { type Instances, newVmid } from './instances.ts';
import type { Managers } from './managers.ts';

export interface ApplicationsOptions {
  store: Store;
  events: EventHub;
  operations: Operations;
  instances: Instances;
  managers: Managers;
  clouds: Clouds;
  credits: Pick<Credits, 'requireSome' | 'warning'>;
}

export const startSteps = ['Create the manager', 'Wait for the manager'];
const stopSteps = ['Stop the services', 'Destroy the instances'];

/** Seconds. A local manager answers within one; a slow or busy computer gets a minute. */
const managerAnswerLimit = 60;
const startLimit = 120;
const stopLimit = 180;
/** The highest one that is put behind a name that is taken. */
const highestNumber = 98;
const startable: readonly State[] = ['INIT', 'STOPPED', 'ERROR'];

/** Applications: what users do with them, and the long work behind it. */
export class Applications {
  readonly #options: ApplicationsOptions;

  constructor(options: ApplicationsOptions) {
    this.#options = options;
    const { operations } = options;
    operations.onRecover('application.start', (operation, context) => this.recoverStart(idOf(operation), context));
    operations.onRecover('application.stop', (operation, context) => this.#recoverStop(operation, context));
    operations.onRecover('application.delete', (operation, context) => this.#recoverDelete(operation, context));
  }

  list(uid: number): Application[] {
    return this.#options.store.applications.list(uid).map((record) => this.#options.managers.view(record));
  }

  get(uid: number, aid: number): Application {
    return this.#options.managers.view(this.record(uid, aid));
  }

  /** The record of a user's application. Another user's is as unknown as one that does not exist. @throws APPLICATION_NOT_FOUND */
  record(uid: number, aid: number): ApplicationRecord {
    const record = this.#options.store.applications.get(aid);
    if (record?.uid !== uid) throw new ConpaasError('APPLICATION_NOT_FOUND');
    return record;
  }

  /** @throws NAME_TAKEN */
  create(uid: number, name: string): Application {
    const { store, managers } = this.#options;
    const record = store.applications.create(uid, name);
    managers.publishApplication(record);
    return managers.view(record);
  }

  /** The name, or "name (2)" to "name (98)" when it is taken (reference §13.1). @throws NAME_TAKEN */
  freeName(uid: number, name: string): string {
    const { applications } = this.#options.store;
    for (let number = 1; number <= highestNumber; number++) {
      const candidate = number === 1 ? name : `${name} (${number})`;
      if (!applications.findByName(uid, candidate)) return candidate;
    }
    throw new ConpaasError('NAME_TAKEN', { name });
  }

  rename(uid: number, aid: number, name: string): Application {
    this.record(uid, aid);
    return this.#update(aid, { name });
  }

  /** @throws APPLICATION_ALREADY_STARTED, UNKNOWN_CLOUD, APPLICATION_BUSY, INSUFFICIENT_CREDITS */
  start(uid: number, aid: number, cloudName: string | undefined): Operation {
    const record = this.record(uid, aid);
    const cloud = this.#options.clouds.get(cloudName);
    if (!startable.includes(record.state)) throw new ConpaasError('APPLICATION_ALREADY_STARTED');
    this.requireIdle(record);
    this.#options.credits.requireSome(uid, 1);
    return this.#begin('application.start', record, `Start application "${record.name}"`, startLimit, startSteps, {
      run: async (context) => {
        // One in error may still run, as after a deployment that failed: it ends in good order first.
        if (this.#options.managers.find(aid)) await this.runStop(aid, context);
        await this.runStart(aid, cloud.name, context);
      },
    });
  }

  /** @param reason why it is stopped, where that was not the user's wish; the stopped application keeps it */
  stop(uid: number, aid: number, reason?: ConpaasError): Operation {
    const record = this.record(uid, aid);
    return this.#begin('application.stop', record, `Stop application "${record.name}"`, stopLimit, stopSteps, {
      cancellable: false,
      ...(reason === undefined ? {} : { data: { reason: reason.toBody() } }),
      run: (context) => this.#runOrderedStop(aid, context),
    });
  }

  /** Stops an application of which an hour cannot be paid. Code and data stay. Does nothing when it is being ended already. */
  stopUnpaid({ uid, aid }: { uid: number; aid: number }): void {
    const record = this.record(uid, aid);
    const ending = ['application.stop', 'application.delete'];
    if (this.#options.operations.running(aid).some(({ kind }) => ending.includes(kind))) return;
    this.stop(uid, aid, new ConpaasError('CREDITS_EXHAUSTED', { name: record.name }));
  }

  delete(uid: number, aid: number): Operation {
    const record = this.record(uid, aid);
    const steps = [...stopSteps, 'Delete code and data'];
    return this.#begin('application.delete', record, `Delete application "${record.name}"`, stopLimit, steps, {
      cancellable: false,
      run: async (context) => {
        await this.#endEarlier(aid, context);
        // Another order to delete it may have been carried out meanwhile.
        if (this.#options.store.applications.get(aid)) await this.runDelete(aid, context);
      },
    });
  }

  /** Refuses a second long work on the application itself. @throws APPLICATION_BUSY */
  requireIdle(record: ApplicationRecord): void {
    const busy = this.#options.operations.running(record.aid).find((operation) => operation.sid === null);
    if (!busy) return;
    throw new ConpaasError('APPLICATION_BUSY', { name: record.name, state: record.state, operation: busy.title });
  }

  /** For longer work around a start: an application is ADAPTING while it is filled, and tells why that failed. */
  setState(aid: number, state: State, reason: ErrorBody | null = null): Application {
    return this.#update(aid, { state, reason });
  }

  /** Makes the manager and waits until it answers; on failure or cancel what was made is destroyed. */
  async runStart(aid: number, cloudName: string, context: OperationContext): Promise<void> {
    const { instances } = this.#options;
    const { uid } = this.#get(aid);
    const vmid = newVmid();
    context.step('Create the manager');
    context.remember({ vmid });
    this.#update(aid, { state: 'PROLOGUE', reason: null, cloud: cloudName, managerVmid: vmid });
    try {
      await instances.destroyAll(aid); // What an earlier failure could not destroy.
      await instances.createManager(uid, aid, cloudName, vmid, context.signal);
      await this.#awaitManager(aid, vmid, context);
    } catch (error) {
      await this.#undoStart(aid, error);
      throw error;
    }
    this.#update(aid, { state: 'RUNNING' });
    const warning = this.#options.credits.warning(uid);
    if (warning) context.log(warning.message);
  }

  /**
   * Ends the services in good order where the manager answers, then every instance. Code and data stay.
   * @param reason what the stopped application tells about it
   */
  async runStop(aid: number, context: OperationContext, reason: ErrorBody | null = null): Promise<void> {
    const { instances, managers } = this.#options;
    context.step('Stop the services');
    this.#update(aid, { state: 'EPILOGUE' });
    const connection = managers.find(aid);
    if (connection) {
      await connection.call(0, 'POST', 'shutdown', {}, { timeoutMs: 90_000 }).catch((error: unknown) => {
        context.log(`The services were not stopped in good order: ${ConpaasError.from(error).message}`);
      });
    }
    context.step('Destroy the instances');
    managers.disconnect(aid);
    try {
      await instances.destroyAll(aid);
    } catch (error) {
      this.#update(aid, { state: 'ERROR', reason: ConpaasError.from(error).toBody() });
      throw error;
    }
    this.#servicesStopped(aid);
    this.#update(aid, { state: 'STOPPED', reason, managerVmid: null });
  }

  async runDelete(aid: number, context: OperationContext): Promise<void> {
    const { clouds, events, store } = this.#options;
    const { uid } = this.#get(aid);
    await this.runStop(aid, context);
    context.step('Delete code and data');
    for (const cloud of clouds.all()) await cloud.destroyStorage({ uid, aid, sid: null });
    store.applications.delete(aid);
    events.publish({ type: 'application.removed', aid }, { uid });
  }

  async #awaitManager(aid: number, vmid: string, context: OperationContext): Promise<void> {
    const { managers } = this.#options;
    context.step('Wait for the manager');
    const connection = managers.connect(aid, vmid);
    await connection.waitForAnswer(managerAnswerLimit * 1000, context.signal);
    void connection.follow();
  }

  async #undoStart(aid: number, cause: unknown): Promise<void> {
    const { instances, managers } = this.#options;
    managers.disconnect(aid);
    const error = ConpaasError.from(cause);
    const cancelled = error.code === 'OPERATION_CANCELLED' || isAbort(cause);
    await instances.destroyAll(aid);
    this.#update(aid, {
      state: cancelled ? 'STOPPED' : 'ERROR',
      reason: cancelled ? null : error.toBody(),
      managerVmid: null,
    });
  }

  /** The Director was killed while it started an application: go on when the manager came up, else clean up. */
  async recoverStart(aid: number, context: OperationContext): Promise<void> {
    const { clouds, instances, store } = this.#options;
    const record = store.applications.get(aid);
    const instance = record?.managerVmid == null ? undefined : store.instances.get(record.managerVmid);
    const found = instance && (await clouds.get(instance.cloud).get(instance.vmid));
    if (instance && found?.state === 'running') {
      instances.placed(instance.vmid, { address: found.address, ports: found.ports });
      try {
        await this.#awaitManager(aid, instance.vmid, context);
        this.#update(aid, { state: 'RUNNING', reason: null });
        return;
      } catch (error) {
        await this.#undoStart(aid, error);
        throw error;
      }
    }
    await this.#undoStart(aid, new ConpaasError('OPERATION_CANCELLED'));
    throw new ConpaasError('OPERATION_INTERRUPTED');
  }

  async #recoverStop(operation: Operation, context: OperationContext): Promise<void> {
    await this.#runOrderedStop(idOf(operation), context);
  }

  async #runOrderedStop(aid: number, context: OperationContext): Promise<void> {
    const reason = errorBody.optional().parse(context.data.reason);
    if (reason) context.log(reason.message);
    await this.#endEarlier(aid, context);
    // An order to delete it may have been carried out meanwhile.
    if (!this.#options.store.applications.get(aid)) return;
    await this.runStop(aid, context, reason);
  }

  async #recoverDelete(operation: Operation, context: OperationContext): Promise<void> {
    const aid = idOf(operation);
    await this.#endEarlier(aid, context);
    if (this.#options.store.applications.get(aid)) await this.runDelete(aid, context);
  }

  /** Stopping ends whatever else is under way in the application. Only what began before: else two stops would wait for each other. */
  async #endEarlier(aid: number, context: OperationContext): Promise<void> {
    const { operations } = this.#options;
    const running = operations.running(aid);
    const own = running.findIndex((operation) => operation.id === context.id);
    for (const other of running.slice(0, own)) {
      if (other.cancellable) operations.cancel(other.id);
      context.log(`Waiting for "${other.title}" to end.`);
      await operations.wait(other.id);
    }
  }

  #begin(
    kind: OperationKind,
    { uid, aid }: ApplicationRecord,
    title: string,
    timeLimit: number,
    steps: string[],
    rest: Pick<OperationRequest, 'cancellable' | 'data' | 'run'>,
  ): Operation {
    return this.#options.operations.start({ kind, title, uid, aid, sid: null, timeLimit, steps, ...rest });
  }

  #servicesStopped(aid: number): void {
    const { store, events } = this.#options;
    const { uid } = this.#get(aid);
    for (const { sid, state } of store.services.list(aid)) {
      const service = store.services.update(aid, sid, {
        state: state === 'INIT' ? 'INIT' : 'STOPPED',
        reason: null,
        url: null,
        runtime: null,
      });
      events.publish({ type: 'service.changed', service }, { uid });
    }
  }

  #get(aid: number): ApplicationRecord {
    const record = this.#options.store.applications.get(aid);
    if (!record) throw new ConpaasError('APPLICATION_NOT_FOUND');
    return record;
  }

  #update(aid: number, changes: ApplicationChanges): Application {
    const { managers, store } = this.#options;
    const record = store.applications.update(aid, changes);
    managers.publishApplication(record);
    return managers.view(record);
  }
}

function idOf(operation: Operation): number {
  if (operation.aid === null)
    throw new ConpaasError('INTERNAL', { why: `operation ${operation.id} names no application` });
  return operation.aid;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
