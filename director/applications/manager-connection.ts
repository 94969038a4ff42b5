import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { ConpaasError } from '../contract/errors.ts';
import type { Node } from '../contract/service.ts';
import type { WireClient } from '../wire/client.ts';
import { WireError } from '../wire/errors.ts';
import { type ManagerEvent, managerEvents, type ServiceSnapshot, serviceSnapshot } from '../wire/manager-events.ts';
import type { Place } from '../wire/method.ts';
import type { Peer } from '../wire/trust.ts';

export interface ConnectionListener {
  reachable(aid: number, reachable: boolean): void;
  /** All the services a manager has, after a (re)connection. `since`: when it was asked for them (performance.now). */
  services(aid: number, snapshots: ServiceSnapshot[], since: number): void;
  event(aid: number, event: ManagerEvent): void;
}

/** Seconds a manager may hold the answer to get_events. */
const feedWait = 25;
const answerLimitMs = 30_000;
/** The manager tells its agents before it answers. */
const revocationLimitMs = 10_000;

/**
 * The Director's line to one manager: calls its methods and follows what happens there by a long poll. It stays until closed; while
 * the manager does not answer it tries again with growing waits (0.2 s to 5 s).
 */
export class ManagerConnection {
  readonly aid: number;
  readonly place: Place;
  readonly #directorUrl: string;
  readonly #client: WireClient;
  readonly #listener: ConnectionListener;
  readonly #revoked: () => readonly string[];
  readonly #closing = new AbortController();
  #reachable = false;

  /**
   * @param told what the manager is told at each connection: where it finds the Director, as the port may have changed, and the serials of
   * certificates that it must refuse
   */
  constructor(
    aid: number,
    place: Place,
    client: WireClient,
    listener: ConnectionListener,
    told: { directorUrl: string; revoked: () => readonly string[] },
  ) {
    this.#directorUrl = told.directorUrl;
    this.#revoked = told.revoked;
    this.aid = aid;
    this.place = place;
    this.#client = client;
    this.#listener = listener;
  }

  get reachable(): boolean {
    return this.#reachable;
  }

  /** Calls a method of the manager (service 0) or of one of its services. @throws what the manager answered, SERVICE_NOT_FOUND, MANAGER_UNREACHABLE */
  async call(
    serviceId: number,
    verb: 'GET' | 'POST',
    method: string,
    parameters: Record<string, unknown> = {},
    options: { signal?: AbortSignal; timeoutMs?: number } = {},
  ): Promise<unknown> {
    const given = { timeoutMs: answerLimitMs, ...options, ...this.peer };
    try {
      return await this.#client.call(this.place, serviceId, verb, method, parameters, given);
    } catch (error) {
      // It was removed a moment ago; the wire says so without a code (reference §7).
      const gone = error instanceof WireError && error.message === 'Service not found';
      throw gone ? new ConpaasError('SERVICE_NOT_FOUND', { aid: this.aid, sid: serviceId }, { cause: error }) : error;
    }
  }

  /** Options of every call over this line: only this application's manager is accepted at the address. */
  get peer(): { accepts: (peer: Peer) => boolean; unreachable: (why: string) => ConpaasError } {
    return {
      accepts: (peer) => peer.role === 'manager' && peer.serviceLocator === this.aid,
      unreachable: (why) => new ConpaasError('MANAGER_UNREACHABLE', { aid: this.aid, why }),
    };
  }

  async nodes(sid: number): Promise<Node[]> {
    const answer = z
      .object({ nodes: z.array(z.custom<Node>()) })
      .parse(await this.call(sid, 'GET', 'list_service_nodes'));
    return answer.nodes;
  }

  async services(): Promise<ServiceSnapshot[]> {
    return z.object({ services: z.array(serviceSnapshot) }).parse(await this.call(0, 'GET', 'get_services')).services;
  }

  /** Waits until the manager answers for the first time. @throws INSTANCE_NO_ANSWER after `limitMs` */
  async waitForAnswer(limitMs: number, signal: AbortSignal): Promise<void> {
    const end = Date.now() + limitMs;
    let why = '';
    for (let wait = 20; Date.now() < end; wait = Math.min(wait * 1.3, 1000)) {
      signal.throwIfAborted();
      try {
        await this.call(0, 'GET', 'check_process', {}, { signal, timeoutMs: 5000 });
        return;
      } catch (error) {
        why = ConpaasError.from(error).message;
      }
      await delay(wait, undefined, { signal });
    }
    throw new ConpaasError(
      'INSTANCE_NO_ANSWER',
      { kind: 'manager', name: `application ${this.aid}`, seconds: limitMs / 1000 },
      { detail: why },
    );
  }

  /**
   * Tells the manager what is revoked now. Never rejects: one that does not answer is told at the next connection, and one of an older
   * version does not know the method.
   */
  async tellRevoked(): Promise<void> {
    await this.call(0, 'POST', 'set_revoked', { serials: this.#revoked() }, { timeoutMs: revocationLimitMs }).catch(
      () => undefined,
    );
  }

  /** Follows the manager's events until `close()`. */
  async follow(): Promise<void> {
    let place: { epoch: string; since: number } | undefined;
    let wait = 200;
    while (!this.#closing.signal.aborted) {
      try {
        place = await this.#read(place);
        wait = 200;
      } catch {
        if (this.#closing.signal.aborted) return;
        place = undefined;
        this.#setReachable(false);
        await delay(wait, undefined, { signal: this.#closing.signal }).catch(() => undefined);
        wait = Math.min(wait * 2, 5000);
      }
    }
  }

  close(): void {
    this.#closing.abort();
  }

  async #read(place: { epoch: string; since: number } | undefined) {
    const answer = managerEvents.parse(
      await this.call(0, 'GET', 'get_events', place ? { ...place, wait: feedWait } : { wait: 0 }, {
        signal: this.#closing.signal,
        timeoutMs: (feedWait + 10) * 1000,
      }),
    );
    if (!place || answer.reset) {
      await this.call(0, 'POST', 'set_director_url', { url: this.#directorUrl });
      void this.tellRevoked();
      const since = performance.now();
      const snapshots = await this.services();
      this.#setReachable(true);
      this.#listener.services(this.aid, snapshots, since);
    } else {
      for (const event of answer.events) this.#listener.event(this.aid, event);
    }
    return { epoch: answer.epoch, since: answer.next };
  }

  #setReachable(reachable: boolean): void {
    if (reachable === this.#reachable) return;
    this.#reachable = reachable;
    this.#listener.reachable(this.aid, reachable);
  }
}
