import { Readable } from 'node:stream';
import { z } from 'zod';
import { ConpaasError } from '../contract/errors.ts';
import { serviceDefinition } from '../services/definitions.ts';
import type { WireClient } from '../wire/client.ts';
import type { Services } from './services.ts';

const keysAnswer = z.object({ authorizedKeys: z.array(z.string()) });
const addedAnswer = z.object({ outcome: z.string(), added: z.int() });

/** What only some types of services can do: their own methods, and the SSH keys of those that have code. */
export class ServiceMethods {
  readonly #services: Services;
  readonly #client: WireClient;

  constructor(services: Services, client: WireClient) {
    this.#services = services;
    this.#client = client;
  }

  /**
   * Calls a method that the type of the service offers.
   * @returns what the manager answers, as it is
   * @throws METHOD_NOT_SUPPORTED, and what the manager says
   */
  async call(uid: number, aid: number, sid: number, name: string, parameters: Record<string, unknown>) {
    const { type } = this.#services.record(uid, aid, sid);
    const method = serviceDefinition(type).methods.find((one) => one.name === name);
    if (!method) throw new ConpaasError('METHOD_NOT_SUPPORTED', { method: name });
    return this.#services.connection(uid, aid, sid).call(sid, method.verb, method.name, parameters);
  }

  /** Lines in the form of authorized_keys. @throws METHOD_NOT_SUPPORTED for types without code */
  async authorizedKeys(uid: number, aid: number, sid: number): Promise<string[]> {
    this.#requireCode(uid, aid, sid, 'list_authorized_keys');
    const answer = await this.#services.connection(uid, aid, sid).call(sid, 'GET', 'list_authorized_keys');
    return keysAnswer.parse(answer).authorizedKeys;
  }

  /**
   * @param keys one per line
   * @returns how many were added: those that are there already are not
   * @throws AUTHORIZED_KEY_INVALID, METHOD_NOT_SUPPORTED
   */
  async addAuthorizedKeys(uid: number, aid: number, sid: number, keys: string): Promise<number> {
    this.#requireCode(uid, aid, sid, 'upload_authorized_key');
    const { place, peer } = this.#services.connection(uid, aid, sid);
    const file = { name: 'key', filename: 'authorized_keys', stream: Readable.from([keys]) };
    return addedAnswer.parse(await this.#client.upload(place, sid, 'upload_authorized_key', {}, file, peer)).added;
  }

  #requireCode(uid: number, aid: number, sid: number, method: string): void {
    const { type } = this.#services.record(uid, aid, sid);
    if (!serviceDefinition(type).hasCode) throw new ConpaasError('METHOD_NOT_SUPPORTED', { method });
  }
}
