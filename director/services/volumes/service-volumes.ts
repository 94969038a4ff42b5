import { randomUUID } from 'node:crypto';
import { ConpaasError } from '../../contract/errors.ts';
import type { ServiceChange, ServiceHost, ServiceNode, ServiceVolumes, Task } from '../service-type.ts';
import type { KeptVolume } from './volume-settings.ts';

const mountLimitMs = 60_000;
/** The first device that a cloud has for a volume, and the last (reference §8.1). */
const devices = 'bcdefghijklmnopqrstuvwxyz';

export interface VolumeParts {
  host: ServiceHost;
  /** The part of the service's settings that is kept here; changed in place. */
  settings: { volumes: KeptVolume[] };
  /** Begins a change of the service; resolves when it has begun. @throws when it must not begin now, as while scripts run */
  begin: (change: ServiceChange) => Promise<void>;
}

/** The volumes of one service: made and deleted by transitions, carried over from nodes that are gone to those that follow. */
export class NodeVolumes implements ServiceVolumes {
  readonly #host: ServiceHost;
  readonly #settings: VolumeParts['settings'];
  readonly #begin: VolumeParts['begin'];

  constructor({ host, settings, begin }: VolumeParts) {
    this.#host = host;
    this.#settings = settings;
    this.#begin = begin;
  }

  list(): readonly KeptVolume[] {
    return this.#settings.volumes.filter(({ state }) => state !== 'making');
  }

  names(): string[] {
    return this.#settings.volumes.map(({ name }) => name);
  }

  create(name: string, size: number, node: ServiceNode): Promise<void> {
    const { volumes } = this.#host;
    const volume: KeptVolume = {
      ...{ name, requestId: randomUUID(), id: '', size, cloud: node.cloud, device: this.#freeDevice(node.id) },
      ...{ watched: false, agentId: null, lastAgentId: node.id, role: node.role, state: 'making' },
    };
    return this.#begin({
      reason: `Creating volume ${name} of ${size} MB`,
      run: async (task) => {
        this.#settings.volumes.push(volume);
        // Written down first: after a crash it is known what to look for and delete.
        await this.#host.save();
        task.step('Make the volume', 10);
        const { requestId, device } = volume;
        const made = await volumes.make({ requestId, name, size, agentId: node.id }, task.signal);
        Object.assign(volume, { id: made.id, cloud: made.cloud, watched: made.watched });
        task.step('Attach it', 50);
        await volumes.attach(name, node.id, device, task.signal);
        volume.agentId = node.id;
        task.step('Mount it', 70);
        await this.#mount(volume, node, task);
        volume.state = 'kept';
      },
      undo: (task) => this.#destroy(volume, task),
    });
  }

  /** @throws VOLUME_NOT_FOUND */
  delete(name: string): Promise<void> {
    const volume = this.list().find((one) => one.name === name);
    if (!volume) throw new ConpaasError('VOLUME_NOT_FOUND', { name });
    return this.#begin({
      reason: `Deleting volume ${name}`,
      run: async (task) => {
        const node = this.#holder(volume);
        task.step('Unmount the volume', 10);
        if (node) await this.#unmount(volume, node, task.signal);
        task.step('Detach it', 40);
        await this.#host.volumes.detach(name, task.signal);
        // From here on it is deleted to the end, also after a crash.
        volume.state = 'deleting';
        await this.#host.save();
        task.step('Delete it', 60);
        await this.#destroy(volume, task);
      },
      undo: async (task) => {
        if (volume.state === 'deleting') return this.#destroy(volume, task);
        const node = this.#holder(volume);
        if (!node) return;
        await this.#host.volumes.attach(name, node.id, volume.device, task.signal);
        await this.#mount(volume, node, task);
      },
    });
  }

  /**
   * Gives volumes that are attached to no node to new ones, and mounts what nodes may have lost.
   * @param fresh nodes that were just made
   * @param distrusted nodes that are told everything again
   */
  async arrange(fresh: readonly ServiceNode[], distrusted: readonly ServiceNode[], task: Task): Promise<void> {
    for (const volume of this.#unfinished()) await this.#destroy(volume, task);
    for (const node of distrusted)
      for (const volume of this.#of(node.id)) {
        await this.#host.volumes.attach(volume.name, node.id, volume.device, task.signal);
        await this.#mount(volume, node, task);
      }
    for (const node of fresh) for (const volume of this.#waitingFor(node)) await this.#giveTo(node, volume, task);
  }

  /** Takes note that nodes are gone; what they had waits for the next ones. */
  forget(ids: ReadonlySet<string>): void {
    for (const volume of this.#settings.volumes)
      if (volume.agentId !== null && ids.has(volume.agentId)) volume.agentId = null;
  }

  /** Those of a node that is being left. */
  of(nodes: readonly ServiceNode[]): KeptVolume[] {
    return nodes.flatMap(({ id }) => this.#of(id));
  }

  #of(id: string): KeptVolume[] {
    return this.#settings.volumes.filter(({ agentId, state }) => agentId === id && state === 'kept');
  }

  /** Left over from a manager that ended in the middle. */
  #unfinished(): KeptVolume[] {
    return this.#settings.volumes.filter(({ state }) => state !== 'kept');
  }

  #holder({ agentId }: KeptVolume): ServiceNode | undefined {
    return this.#host.nodes().find(({ id }) => id === agentId);
  }

  /** All that one node of the same role and cloud had, unless the new node has some already. */
  #waitingFor(node: ServiceNode): KeptVolume[] {
    if (this.#of(node.id).length > 0) return [];
    const fits = ({ agentId, role, cloud }: KeptVolume) =>
      agentId === null && role === node.role && cloud === node.cloud;
    const waiting = this.#settings.volumes.filter(fits);
    return waiting.filter(({ lastAgentId }) => lastAgentId === waiting[0]?.lastAgentId);
  }

  async #giveTo(node: ServiceNode, volume: KeptVolume, task: Task): Promise<void> {
    await this.#host.volumes.attach(volume.name, node.id, volume.device, task.signal);
    volume.agentId = node.id;
    volume.lastAgentId = node.id;
    await this.#mount(volume, node, task);
  }

  async #mount({ name, device, size, watched }: KeptVolume, node: ServiceNode, { signal }: Task): Promise<void> {
    const parameters = { dev_name: device, vol_name: name, ...(watched ? { watched_size: size } : {}) };
    await this.#host.agent(node).post('mount_volume', parameters, { signal, timeLimit: mountLimitMs });
  }

  async #unmount({ name }: KeptVolume, node: ServiceNode, signal: AbortSignal): Promise<void> {
    await this.#host.agent(node).post('unmount_volume', { vol_name: name }, { signal, timeLimit: mountLimitMs });
  }

  async #destroy(volume: KeptVolume, { signal }: Task): Promise<void> {
    const node = this.#holder(volume);
    // It may never have been mounted there, or the node may be gone.
    if (node) await this.#unmount(volume, node, signal).catch((thrown) => this.#host.log.warn(String(thrown)));
    await this.#host.volumes.destroy(volume.name, volume.requestId, signal);
    this.#settings.volumes = this.#settings.volumes.filter((one) => one !== volume);
    await this.#host.save();
  }

  #freeDevice(nodeId: string): string {
    const taken = this.#settings.volumes.filter(({ agentId }) => agentId === nodeId).map(({ device }) => device);
    const free = [...devices].map((letter) => `sd${letter}`).find((device) => !taken.includes(device));
    if (free !== undefined) return free;
    throw new ConpaasError('INVALID_INPUT', { problem: `node ${nodeId} has ${devices.length} volumes already` });
  }
}
