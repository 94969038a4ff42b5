import { createStore, type StoreApi } from 'zustand/vanilla';
import { ConpaasError } from '../../director/contract/errors.ts';

export interface Entry<T> {
  /** What was read last; stays while it is read again. */
  value?: T;
  error?: ConpaasError;
  loading: boolean;
}

const nothing: Entry<never> = { loading: true };

/**
 * What is read only where it is looked at (nodes of a service, its code versions, …), under a key. An entry is read when the first
 * watcher comes, and again by `refresh`; entries that nobody watches are forgotten on `refreshAll`.
 */
export class Resource<T> {
  readonly store: StoreApi<{ entries: Readonly<Record<string, Entry<T>>> }>;
  readonly #read: (key: string) => Promise<T>;
  readonly #watchers = new Map<string, number>();
  readonly #reads = new Map<string, number>();

  constructor(read: (key: string) => Promise<T>) {
    this.#read = read;
    this.store = createStore(() => ({ entries: {} }));
  }

  entry(key: string): Entry<T> {
    return this.store.getState().entries[key] ?? nothing;
  }

  /** @returns a disposer */
  watch(key: string): () => void {
    const watchers = this.#watchers.get(key) ?? 0;
    this.#watchers.set(key, watchers + 1);
    if (watchers === 0) void this.refresh(key);
    return () => {
      const left = (this.#watchers.get(key) ?? 1) - 1;
      if (left > 0) this.#watchers.set(key, left);
      else this.#watchers.delete(key);
    };
  }

  /** Reads one entry anew, unless nobody looks at it. Never throws. */
  async refresh(key: string): Promise<void> {
    if (!this.#watchers.has(key)) return;
    const read = (this.#reads.get(key) ?? 0) + 1;
    this.#reads.set(key, read);
    const before = this.entry(key);
    this.#write(key, { ...before, loading: true });
    try {
      const value = await this.#read(key);
      if (this.#reads.get(key) === read) this.#write(key, { value, loading: false });
    } catch (thrown) {
      if (this.#reads.get(key) === read)
        this.#write(key, { ...before, error: ConpaasError.from(thrown), loading: false });
    }
  }

  /** Reads all entries that somebody looks at and whose key fits. */
  async refreshWhere(fits: (key: string) => boolean): Promise<void> {
    await Promise.all([...this.#watchers.keys()].filter(fits).map((key) => this.refresh(key)));
  }

  /** Puts what an event or an answer told; a read under way is then out of date. */
  put(key: string, value: T): void {
    this.#reads.set(key, (this.#reads.get(key) ?? 0) + 1);
    this.#write(key, { value, loading: false });
  }

  /** Forgets everything: somebody else is signed in. What is being read is not taken any more. */
  clear(): void {
    for (const [key, reads] of this.#reads) this.#reads.set(key, reads + 1);
    this.store.setState({ entries: {} });
  }

  async refreshAll(): Promise<void> {
    const { entries } = this.store.getState();
    const kept = Object.entries(entries).filter(([key]) => this.#watchers.has(key));
    this.store.setState({ entries: Object.fromEntries(kept) });
    await this.refreshWhere(() => true);
  }

  #write(key: string, entry: Entry<T>): void {
    this.store.setState(({ entries }) => ({ entries: { ...entries, [key]: entry } }));
  }
}
