import { setTimeout as delay } from 'node:timers/promises';
import type {
  Cloud,
  CloudVolume,
  Instance,
  InstanceSpec,
  StorageOwner,
  VolumeSpec,
} from '../../../director/clouds/cloud.ts';
import { ConpaasError } from '../../../director/contract/errors.ts';
import type { CallOptions, WireClient } from '../../../director/wire/client.ts';
import type { ManagerEvent, ServiceSnapshot } from '../../../director/wire/manager-events.ts';

/** Stands in for a place where instances run: it only remembers them. */
export class FakeCloud implements Cloud {
  readonly name = 'local';
  runsOnThisComputer = true;
  readonly instances = new Map<string, Instance>();
  readonly storage: StorageOwner[] = [];
  /** What `create` does before an instance is there; throws to fail. */
  beforeCreate: (spec: InstanceSpec, signal: AbortSignal) => Promise<void> = async () => undefined;
  beforeDestroy: (vmid: string) => Promise<void> = async () => undefined;
  #death: (instance: Instance) => void = () => undefined;

  async describe(): ReturnType<Cloud['describe']> {
    const isolation = { kind: 'none', description: 'a fake' } as const;
    return { name: this.name, title: 'Fake', description: '', isDefault: true, isolation, network: '' };
  }

  async create(spec: InstanceSpec, signal: AbortSignal): Promise<Instance> {
    await this.beforeCreate(spec, signal);
    const { vmid, name, kind, uid, aid, sid } = spec;
    const address = `127.9.0.${this.instances.size + 1}`;
    const instance = { vmid, name, kind, uid, aid, sid, address, ports: {}, state: 'running' as const };
    await spec.files({
      address,
      ports: {},
      directories: { configuration: '/c', data: '/d', logs: '/l', storage: '/s' },
    });
    this.instances.set(vmid, instance);
    return instance;
  }

  async destroy(vmid: string): Promise<void> {
    await this.beforeDestroy(vmid);
    this.instances.delete(vmid);
  }

  async restart(vmid: string): Promise<Instance> {
    const instance = this.instances.get(vmid);
    if (!instance) throw new ConpaasError('INSTANCE_START_FAILED', { name: vmid, why: 'it does not exist' });
    instance.state = 'running';
    return instance;
  }

  list = async () => [...this.instances.values()];
  get = async (vmid: string) => this.instances.get(vmid);

  onDeath(listener: (instance: Instance) => void) {
    this.#death = listener;
    return () => undefined;
  }

  die(vmid: string): void {
    const instance = this.instances.get(vmid);
    if (!instance) throw new Error(`no instance ${vmid}`);
    instance.state = 'dead';
    this.#death(instance);
  }

  /** Volumes that exist, with the instance that has each. */
  readonly volumes = new Map<string, { megabytes: number; vmid: string | null }>();
  /** What `createVolume` does before a volume is there; throws to fail. */
  beforeVolume: (spec: VolumeSpec) => Promise<void> = async () => undefined;

  async createVolume(spec: VolumeSpec): Promise<CloudVolume> {
    await this.beforeVolume(spec);
    this.volumes.set(spec.id, { megabytes: spec.megabytes, vmid: null });
    return { kept: 'in memory', watched: false };
  }

  async attachVolume(id: string, vmid: string, name: string): Promise<string> {
    const volume = this.volumes.get(id);
    if (!volume) throw new ConpaasError('VOLUME_FAILED', { name, deed: 'attached', why: 'it does not exist' });
    volume.vmid = vmid;
    return `/media/${name}`;
  }

  async detachVolume(id: string): Promise<void> {
    const volume = this.volumes.get(id);
    if (volume) volume.vmid = null;
  }

  async destroyVolume(id: string): Promise<void> {
    this.volumes.delete(id);
  }

  async destroyStorage(owner: StorageOwner): Promise<void> {
    this.storage.push(owner);
  }
}

/** Stands in for all managers: answers the methods that the Director calls, in memory. */
export class FakeManagers implements WireClient {
  readonly calls: { method: string; parameters: Record<string, unknown> }[] = [];
  readonly services = new Map<number, ServiceSnapshot>();
  answering = true;
  /** Answers instead of the defaults; throws to refuse. */
  answer: (method: string, parameters: Record<string, unknown>) => unknown = () => undefined;
  #events: ManagerEvent[] = [];
  #wake: () => void = () => undefined;

  /** Tells the Director something, as a manager does by its event feed. */
  tell(event: ManagerEvent): void {
    this.#events.push(event);
    this.#wake();
  }

  snapshot(sid: number, state: ServiceSnapshot['state'], reason: ServiceSnapshot['reason'] = null): void {
    const snapshot = { sid, type: 'php', state, reason, cloud: 'local', url: null, runtime: null };
    this.services.set(sid, snapshot);
    this.tell({ type: 'state', snapshot, transition: { time: new Date().toISOString(), state, reason: '' } });
  }

  async call(
    _place: unknown,
    _serviceId: number,
    _verb: string,
    method: string,
    parameters: Record<string, unknown> = {},
    options: CallOptions = {},
  ): Promise<unknown> {
    if (!this.answering) throw options.unreachable?.('connection refused') ?? new Error('no one is there');
    if (method === 'get_events') return this.#feed(parameters, options.signal);
    this.calls.push({ method, parameters });
    const answered = await this.answer(method, parameters);
    if (answered !== undefined) return answered;
    return method === 'get_services' ? { services: [...this.services.values()] } : {};
  }

  async #feed(parameters: Record<string, unknown>, signal: AbortSignal | undefined) {
    if (parameters.since === undefined) return { epoch: 'e', next: this.#events.length, events: [] };
    const since = Number(parameters.since);
    if (this.#events.length <= since) await this.#next(signal);
    return { epoch: 'e', next: this.#events.length, events: this.#events.slice(since) };
  }

  async #next(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    await Promise.race([promise, delay(60_000, undefined, signal ? { signal, ref: false } : { ref: false })]);
  }

  upload = () => Promise.reject(new Error('not used here'));
  download = () => Promise.reject(new Error('not used here'));
  setCredentials = () => undefined;
  close = () => undefined;
}
