import type { FastifyRequest } from 'fastify';
import { ConpaasError } from '../contract/errors.ts';
import type { User } from '../contract/user.ts';
import type { Peer } from '../wire/trust.ts';
import type { LegacyDomain } from './domain.ts';
import { Denied, Unauthorised } from './refusals.ts';

export interface LegacyManager {
  user: User;
  /** The application it manages. */
  aid: number;
}

/** Who may call what (reference §2.2), with the role compared and disabled accounts shut out. */
export class LegacyAccess {
  readonly #domain: Pick<LegacyDomain, 'users' | 'store'>;
  readonly #peerOf: (request: FastifyRequest) => Peer;

  /** @param peerOf throws CERTIFICATE_… where a connection proves nobody */
  constructor(domain: Pick<LegacyDomain, 'users' | 'store'>, peerOf: (request: FastifyRequest) => Peer) {
    this.#domain = domain;
    this.#peerOf = peerOf;
  }

  /** @throws Unauthorised, Denied */
  user(request: FastifyRequest): User {
    const { role, uid } = this.#proven(request);
    const user = this.#enabled(uid);
    if (role !== 'user' && role !== 'frontend') throw new Denied();
    return user;
  }

  /** @throws Unauthorised, Denied */
  manager(request: FastifyRequest): LegacyManager {
    const { role, uid, serviceLocator } = this.#proven(request);
    const user = this.#enabled(uid);
    if (serviceLocator === null) throw new Unauthorised('serviceLocator');
    if (role !== 'manager' || this.#domain.store.applications.get(serviceLocator)?.uid !== uid) throw new Denied();
    return { user, aid: serviceLocator };
  }

  #proven(request: FastifyRequest): Peer & { uid: number } {
    const { uid, ...peer } = this.#peer(request);
    if (uid === null) throw new Unauthorised('UID');
    return { ...peer, uid };
  }

  #peer(request: FastifyRequest): Peer {
    try {
      return this.#peerOf(request);
    } catch (thrown) {
      // A certificate that does not count names nobody, whatever is wrong with it.
      if (thrown instanceof ConpaasError && thrown.status === 401) throw new Unauthorised('UID');
      throw thrown;
    }
  }

  #enabled(uid: number): User {
    try {
      this.#domain.users.admit(uid);
      return this.#domain.users.get(uid);
    } catch (thrown) {
      if (thrown instanceof ConpaasError) throw new Denied();
      throw thrown;
    }
  }
}
