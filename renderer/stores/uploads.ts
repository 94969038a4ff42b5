import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CallOptions, Client } from '../../director/contract/client.ts';
import type { CodeVersion } from '../../director/contract/code.ts';
import { ConpaasError } from '../../director/contract/errors.ts';
import type { Operation } from '../../director/contract/operation.ts';
import { placeOf } from './keys.ts';

/** Owner of uploads that are bundles with a manifest. */
export const bundles = 'bundles';

export interface Upload {
  id: number;
  /** Key of the service that it is for (keys.ts), or `bundles`. */
  owner: string;
  filename: string;
  size: number;
  sent: number;
  state: 'sending' | 'failed';
  error: ConpaasError | null;
}

/** Archives on their way to the Director. They go on when the page of the service is left. */
export class Uploads {
  readonly store: StoreApi<{ uploads: readonly Upload[] }>;
  readonly #client: Client;
  readonly #aborts = new Map<number, AbortController>();
  #last = 0;

  constructor(client: Client) {
    this.#client = client;
    this.store = createStore(() => ({ uploads: [] }));
  }

  /** @returns the version made of the file, or undefined when it was cancelled or failed (the failure is kept in the list) */
  start(service: string, file: File, description: string): Promise<CodeVersion | undefined> {
    const query = { filename: file.name, ...(description ? { description } : {}) };
    return this.#send(service, file, (options) =>
      this.#client.uploadCodeVersion({ params: placeOf(service), query, file }, options),
    );
  }

  /**
   * Sends an archive with a manifest and the files that it names.
   * @param cloud null: as the manifest says
   * @returns the operation that deploys it, or undefined like `start`
   */
  deployBundle(file: File, cloud: string | null): Promise<Operation | undefined> {
    const query = { filename: file.name, ...(cloud === null ? {} : { cloud }) };
    return this.#send(bundles, file, (options) => this.#client.deployManifestBundle({ query, file }, options));
  }

  async #send<T>(owner: string, file: File, send: (options: CallOptions) => Promise<T>): Promise<T | undefined> {
    this.#last += 1;
    const id = this.#last;
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    this.#add({ id, owner, filename: file.name, size: file.size, sent: 0, state: 'sending', error: null });
    try {
      const answer = await send({ signal: abort.signal, onProgress: (sent) => this.#change(id, { sent }) });
      this.dismiss(id);
      return answer;
    } catch (thrown) {
      if (abort.signal.aborted) this.dismiss(id);
      else this.#change(id, { state: 'failed', error: ConpaasError.from(thrown) });
      return undefined;
    } finally {
      this.#aborts.delete(id);
    }
  }

  cancel(id: number): void {
    this.#aborts.get(id)?.abort();
  }

  /** Takes a failed upload off the list. */
  dismiss(id: number): void {
    this.store.setState(({ uploads }) => ({ uploads: uploads.filter((upload) => upload.id !== id) }));
  }

  #add(upload: Upload): void {
    this.store.setState(({ uploads }) => ({ uploads: [...uploads, upload] }));
  }

  #change(id: number, change: Partial<Upload>): void {
    this.store.setState(({ uploads }) => ({
      uploads: uploads.map((upload) => (upload.id === id ? { ...upload, ...change } : upload)),
    }));
  }
}
