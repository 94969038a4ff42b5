import { ConpaasError } from '../contract/errors.ts';
import { type Method, method } from '../wire/method.ts';
import { text } from '../wire/parameters.ts';

/** Where the Director listens. One whose port was taken at its start comes back on another and tells it to its managers. */
export class DirectorAddress {
  #url: string;

  /** @param url what held when the instance was made */
  constructor(url: string) {
    this.#url = url;
  }

  get url(): string {
    return this.#url;
  }

  readonly method: Method = method('POST', 'set_director_url', { url: text() }, async ({ url }, { peer }) => {
    // Users and other managers may call a manager too; where it asks for nodes is not theirs to say.
    if (peer.role !== 'frontend') throw new ConpaasError('FORBIDDEN', { role: peer.role, route: 'set_director_url' });
    if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
      throw new ConpaasError('INVALID_INPUT', { problem: `url: "${url}" is not an https address` });
    }
    this.#url = url;
    return {};
  });
}
