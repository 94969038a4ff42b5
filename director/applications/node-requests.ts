import type { CreatedNode } from '../contract/created-node.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { Store } from '../store/store.ts';
import type { Instances, NodeRequest } from './instances.ts';

/** A manager that asks, known by its certificate. */
export interface AskingManager {
  uid: number;
  /** The application it manages. */
  aid: number;
}

/** What managers ask of the Director: each for its own application only. */
export class NodeRequests {
  readonly #store: Store;
  readonly #instances: Instances;

  constructor(options: { store: Store; instances: Instances }) {
    this.#store = options.store;
    this.#instances = options.instances;
  }

  /**
   * Makes nodes for a service, all of them or none.
   * @throws APPLICATION_NOT_FOUND, APPLICATION_NOT_STARTED, SERVICE_NOT_FOUND, and what making them throws
   */
  async create(
    { uid, aid }: AskingManager,
    request: Pick<NodeRequest, 'sid' | 'requestId' | 'nodes' | 'startupScript'>,
    signal: AbortSignal,
  ): Promise<CreatedNode[]> {
    const application = this.#store.applications.get(aid);
    if (application?.uid !== uid) throw new ConpaasError('APPLICATION_NOT_FOUND');
    if (application.state === 'EPILOGUE' || application.state === 'STOPPED')
      throw new ConpaasError('APPLICATION_NOT_STARTED', { id: aid });
    const service = this.#store.services.get(aid, request.sid);
    if (!service) throw new ConpaasError('SERVICE_NOT_FOUND', { aid, sid: request.sid });
    return this.#instances.createNodes({ ...request, uid, aid, serviceType: service.type }, signal);
  }

  /** Destroys nodes of the asking manager's application by their agent ids, or by the requests they were made for; others are left alone. */
  async destroy({ aid }: AskingManager, ids: readonly string[], requestIds: readonly string[] = []): Promise<void> {
    await this.#instances.destroyNodes(aid, ids, requestIds);
  }
}
