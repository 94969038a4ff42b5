import { createStore, type StoreApi } from 'zustand/vanilla';
import { ConpaasError } from '../../director/contract/errors.ts';

export interface CollectionState<T> {
  phase: 'loading' | 'ready' | 'failed';
  /** Why the list could not be read; what was read before stays in `items`. */
  error: ConpaasError | null;
  items: Readonly<Record<string, T>>;
}

type Change<T> = { id: string; item: T | undefined };

/**
 * A mirror of a list of the Director: read once as a whole, then kept true by events that carry whole objects.
 */
export class Collection<T> {
  readonly store: StoreApi<CollectionState<T>>;
  readonly #read: () => Promise<readonly T[]>;
  readonly #idOf: (item: T) => string;
  /** Changes that events told while a list was being read: the answer may be older than they are. */
  #sinceRead: Change<T>[] | null = null;
  #reads = 0;

  constructor(read: () => Promise<readonly T[]>, idOf: (item: T) => string) {
    this.#read = read;
    this.#idOf = idOf;
    this.store = createStore(() => ({ phase: 'loading', error: null, items: {} }));
  }

  /** Reads everything anew. Never throws: a failure is kept in the state. */
  async load(): Promise<void> {
    this.#reads += 1;
    const read = this.#reads;
    this.#sinceRead = [];
    try {
      const list = await this.#read();
      if (read !== this.#reads) return;
      const items = Object.fromEntries(list.map((item) => [this.#idOf(item), item]));
      this.store.setState({ phase: 'ready', error: null, items: merge(items, this.#sinceRead) });
    } catch (thrown) {
      if (read !== this.#reads) return;
      this.store.setState({ phase: 'failed', error: ConpaasError.from(thrown) });
    }
    this.#sinceRead = null;
  }

  /** Forgets everything: somebody else is signed in. */
  clear(): void {
    this.#reads += 1;
    this.#sinceRead = null;
    this.store.setState({ phase: 'loading', error: null, items: {} });
  }

  get(id: string | number): T | undefined {
    return this.store.getState().items[id];
  }

  put(item: T): void {
    this.#apply({ id: this.#idOf(item), item });
  }

  remove(id: string | number): void {
    this.#apply({ id: String(id), item: undefined });
  }

  #apply(change: Change<T>): void {
    this.#sinceRead?.push(change);
    this.store.setState(({ items }) => ({ items: merge(items, [change]) }));
  }
}

function merge<T>(items: Readonly<Record<string, T>>, changes: readonly Change<T>[]): Record<string, T> {
  const merged = { ...items };
  for (const { id, item } of changes) {
    if (item === undefined) delete merged[id];
    else merged[id] = item;
  }
  return merged;
}
