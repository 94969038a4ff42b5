import { ConpaasError } from '../contract/errors.ts';
import type { Operation } from '../contract/operation.ts';
import type { Volume } from '../contract/volume.ts';
import type { Applications } from './applications.ts';
import type { KeptVolumes } from './kept-volumes.ts';
import type { Services } from './services.ts';

/** Storage volumes as users see them. Making and deleting one is a transition of its service, which the manager carries out. */
export class Volumes {
  readonly #applications: Applications;
  readonly #services: Services;
  readonly #kept: KeptVolumes;

  constructor({ applications, services, kept }: { applications: Applications; services: Services; kept: KeptVolumes }) {
    this.#applications = applications;
    this.#services = services;
    this.#kept = kept;
  }

  /** Also of an application that does not run: volumes outlive nodes. @throws APPLICATION_NOT_FOUND */
  list(uid: number, aid: number): Volume[] {
    this.#applications.record(uid, aid);
    return this.#kept.list(aid);
  }

  /**
   * @param volume `size` in megabytes
   * @throws NODE_NOT_FOUND, VOLUME_NAME_INVALID, VOLUME_NAME_TAKEN, METHOD_NOT_SUPPORTED, SCRIPTS_RUNNING, WRONG_STATE
   */
  async create(uid: number, aid: number, volume: { name: string; size: number; agentId: string }): Promise<Operation> {
    this.#services.application(uid, aid);
    return this.#services.createVolume(uid, aid, this.#kept.node(aid, volume.agentId).sid, volume);
  }

  /** Deletes a volume with what is on it. @throws VOLUME_NOT_FOUND, SCRIPTS_RUNNING, WRONG_STATE */
  async delete(uid: number, aid: number, name: string): Promise<Operation> {
    this.#services.application(uid, aid);
    const found = this.#kept.list(aid).find((volume) => volume.name === name);
    if (!found) throw new ConpaasError('VOLUME_NOT_FOUND', { name });
    return this.#services.deleteVolume(uid, aid, found.sid, name);
  }
}
