import type { Clouds } from '../clouds/clouds.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { MadeVolume } from '../contract/made-volume.ts';
import { type Volume, volumeNameForm } from '../contract/volume.ts';
import type { EventHub } from '../events/event-hub.ts';
import { Turns } from '../operations/turns.ts';
import type { InstanceRecord } from '../store/instances.ts';
import type { Store } from '../store/store.ts';
import type { VolumeChanges, VolumeRecord } from '../store/volumes.ts';
import { type Instances, newVmid } from './instances.ts';
import type { AskingManager } from './node-requests.ts';

export interface KeptVolumesOptions {
  store: Store;
  events: EventHub;
  clouds: Clouds;
  instances: Instances;
  log: { warn(text: string): void };
}

export interface VolumeOrder {
  requestId: string;
  name: string;
  /** Megabytes. */
  size: number;
  agentId: string;
}

/**
 * The volumes that should exist, on the word of managers. Each is written down before anything of it is made and until nothing
 * of it is left. Work on one volume never overlaps.
 */
export class KeptVolumes {
  readonly #options: KeptVolumesOptions;
  readonly #turns = new Turns();

  constructor(options: KeptVolumesOptions) {
    this.#options = options;
  }

  list(aid: number): Volume[] {
    const { instances, store } = this.#options;
    return store.volumes.list({ aid, state: 'kept' }).map((record) => {
      const { name, id, sid, size, cloud, device, path, kept, vmid } = record;
      const agentId = vmid === null ? '' : instances.nodeId({ cloud, vmid });
      return { name, id, aid, sid, size, agentId, cloud, device, path, kept };
    });
  }

  /** @throws VOLUME_NOT_FOUND */
  find(aid: number, name: string): VolumeRecord {
    const record = this.#options.store.volumes.find(aid, name);
    if (!record) throw new ConpaasError('VOLUME_NOT_FOUND', { name });
    return record;
  }

  /** A node of the application by its agent id. @throws NODE_NOT_FOUND */
  node(aid: number, agentId: string): InstanceRecord & { sid: number } {
    const { instances, store } = this.#options;
    const agents = store.instances.list({ aid, kind: 'agent' });
    const node = agents.find((record) => instances.nodeId(record) === agentId);
    if (!node || node.sid === null) throw new ConpaasError('NODE_NOT_FOUND', { role: 'service' });
    return { ...node, sid: node.sid };
  }

  /**
   * Makes a volume on the cloud of a node. The same `requestId` gives the same volume again.
   * @throws VOLUME_NAME_INVALID, APPLICATION_NOT_FOUND, NODE_NOT_FOUND, VOLUME_NAME_TAKEN, STORAGE_FULL
   */
  make({ uid, aid }: AskingManager, order: VolumeOrder, signal: AbortSignal): Promise<MadeVolume> {
    return this.#alone(aid, order.name, async () => {
      if (!volumeNameForm.test(order.name)) throw new ConpaasError('VOLUME_NAME_INVALID');
      const { store } = this.#options;
      if (store.applications.get(aid)?.uid !== uid) throw new ConpaasError('APPLICATION_NOT_FOUND');
      const { cloud, sid } = this.node(aid, order.agentId);
      const earlier = store.volumes.find(aid, order.name);
      if (earlier && earlier.requestId !== order.requestId)
        throw new ConpaasError('VOLUME_NAME_TAKEN', { name: order.name });
      if (earlier?.state === 'kept') return made(earlier);
      if (earlier) await this.#destroy(earlier);
      const { requestId, name, size } = order;
      const unplaced = { vmid: null, device: '', path: '', kept: '', watched: false };
      const created = new Date().toISOString();
      const record = { id: newVmid(), aid, sid, name, size, cloud, ...unplaced, requestId, created };
      store.volumes.insert({ ...record, state: 'creating' });
      const { kept, watched } = await this.#create(uid, { ...record, state: 'creating' }, signal);
      this.#update(record, { kept, watched, state: 'kept' });
      return { id: record.id, cloud, kept, watched };
    });
  }

  /** @throws VOLUME_NOT_FOUND, NODE_NOT_FOUND, VOLUME_FAILED */
  attach(aid: number, name: string, agentId: string, device: string): Promise<void> {
    return this.#alone(aid, name, async () => {
      const record = this.find(aid, name);
      const { vmid, sid, cloud } = this.node(aid, agentId);
      if (sid !== record.sid || cloud !== record.cloud) {
        const why = `node ${agentId} is of another ${sid === record.sid ? 'cloud' : 'service'}`;
        throw new ConpaasError('VOLUME_FAILED', { name, deed: 'attached', why });
      }
      if (record.vmid !== null && record.vmid !== vmid) await this.#detach(record);
      const path = await this.#cloud(record).attachVolume(record.id, vmid, name, device);
      this.#update(record, { vmid, device, path });
    });
  }

  /** @throws VOLUME_NOT_FOUND, VOLUME_FAILED */
  detach(aid: number, name: string): Promise<void> {
    return this.#alone(aid, name, () => this.#detach(this.find(aid, name)));
  }

  /**
   * Deletes a volume with what is on it. One that does not exist is gone already.
   * @param requestId the one it was made with: another volume of the same name is left alone
   * @throws VOLUME_FAILED
   */
  destroy(aid: number, name: string, requestId: string): Promise<void> {
    return this.#alone(aid, name, async () => {
      const record = this.#options.store.volumes.find(aid, name);
      if (record?.requestId === requestId) await this.#destroy(record);
    });
  }

  /** Takes away what a Director that was killed had begun to make or to delete. Called once after its start. */
  async cleanUp(): Promise<void> {
    const { log, store } = this.#options;
    const unfinished = [...store.volumes.list({ state: 'creating' }), ...store.volumes.list({ state: 'destroying' })];
    const cleaned = unfinished.map(({ aid, name }) =>
      this.#alone(aid, name, async () => {
        // Its manager may have asked again meanwhile.
        const record = store.volumes.find(aid, name);
        if (record && record.state !== 'kept') await this.#destroy(record);
      }).catch((error: unknown) => {
        log.warn(`Could not clean up volume ${name} of application ${aid}: ${ConpaasError.from(error).message}`);
      }),
    );
    await Promise.all(cleaned);
  }

  /** Tells every client which volumes an application has. */
  publish(aid: number): void {
    const { events, store } = this.#options;
    const uid = store.applications.get(aid)?.uid;
    if (uid !== undefined) events.publish({ type: 'volumes.changed', aid, volumes: this.list(aid) }, { uid });
  }

  async #create(uid: number, record: VolumeRecord, signal: AbortSignal) {
    const { id, name, aid, sid, size } = record;
    try {
      const spec = { id, name: `vol-${name}`, owner: { uid, aid, sid }, megabytes: size };
      return await this.#cloud(record).createVolume(spec, signal);
    } catch (error) {
      await this.#destroy(record);
      throw error;
    }
  }

  async #detach(record: VolumeRecord): Promise<void> {
    await this.#cloud(record).detachVolume(record.id);
    this.#update(record, { vmid: null, device: '' });
  }

  async #destroy(record: VolumeRecord): Promise<void> {
    const { store } = this.#options;
    const cloud = this.#cloud(record);
    store.volumes.update(record.id, { state: 'destroying' });
    await cloud.detachVolume(record.id);
    await cloud.destroyVolume(record.id);
    store.volumes.delete(record.id);
    this.publish(record.aid);
  }

  #cloud({ cloud }: VolumeRecord) {
    return this.#options.clouds.get(cloud);
  }

  #update({ id, aid }: Pick<VolumeRecord, 'id' | 'aid'>, changes: VolumeChanges): void {
    this.#options.store.volumes.update(id, changes);
    this.publish(aid);
  }

  /** One piece of work on a volume after the other. */
  #alone<T>(aid: number, name: string, work: () => Promise<T>): Promise<T> {
    return this.#turns.run(`${aid}/${name}`, work);
  }
}

function made({ id, cloud, kept, watched }: VolumeRecord): MadeVolume {
  return { id, cloud, kept, watched };
}
