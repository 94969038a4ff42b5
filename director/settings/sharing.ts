import type { Settings } from '../contract/system.ts';
import type { DirectorSettings } from './settings.ts';

export interface SharingOptions {
  settings: DirectorSettings;
  /** Has the Director's certificate name this host; resolves when it is in use. */
  setHostName(hostName: string | null): Promise<unknown>;
  /** Opens the API to other computers under this name, or closes it. */
  share(hostName: string | null): Promise<void>;
}

type Changes = Parameters<DirectorSettings['update']>[0];

/** Changes settings, and what has to follow them at once: whether and as what other computers find the Director. */
export class Sharing {
  readonly #options: SharingOptions;
  /** One change after the other, as each moves the listener. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: SharingOptions) {
    this.#options = options;
  }

  /** @throws ConpaasError PORT_TAKEN when the port is not free on the other addresses; nothing is changed then */
  update(changes: Changes): Promise<Settings> {
    const changed = this.#last.then(() => this.#update(changes));
    this.#last = changed.catch(() => undefined);
    return changed;
  }

  async #update(changes: Changes): Promise<Settings> {
    const { settings, setHostName, share } = this.#options;
    const before = settings.get().hostName;
    // In an address, IPv6 stands in brackets.
    const hostName = changes.hostName?.replace(/^\[(.*)\]$/, '$1').toLowerCase() ?? changes.hostName;
    if (hostName === undefined || hostName === before) return settings.update(changes);
    // The certificate first: who comes under the new name is to find it there.
    await setHostName(hostName);
    try {
      await share(hostName);
      return settings.update({ ...changes, hostName });
    } catch (thrown) {
      await share(before);
      await setHostName(before);
      throw thrown;
    }
  }
}
