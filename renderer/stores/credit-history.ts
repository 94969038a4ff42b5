import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CreditEntry } from '../../director/contract/credit.ts';
import { ConpaasError } from '../../director/contract/errors.ts';

export interface CreditHistoryState {
  /** Newest first, without gaps. */
  entries: readonly CreditEntry[];
  /** Everything there is was read. */
  complete: boolean;
  loading: boolean;
  error: ConpaasError | null;
}

/** Reads entries, newest first: those older than the entry `before`, or the newest. */
type Read = (page: { before?: number; limit: number }) => Promise<CreditEntry[]>;

const fresh: CreditHistoryState = { entries: [], complete: false, loading: true, error: null };

/** What a user got and paid, read page by page from the newest on, as it grows without end. */
export class CreditHistory {
  readonly store: StoreApi<CreditHistoryState>;
  readonly #read: Read;
  readonly #pageSize: number;
  #watchers = 0;
  /** Counts readings, so that the answer of one that was overtaken changes nothing. */
  #reads = 0;

  constructor(read: Read, pageSize = 100) {
    this.#read = read;
    this.#pageSize = pageSize;
    this.store = createStore(() => fresh);
  }

  /** Keeps the history true while it is looked at. @returns a disposer */
  watch(): () => void {
    this.#watchers += 1;
    if (this.#watchers === 1) void this.refresh();
    return () => {
      this.#watchers -= 1;
    };
  }

  /** Reads what came since, unless nobody looks. Never throws. */
  async refresh(): Promise<void> {
    if (this.#watchers === 0) return;
    await this.#load({ limit: this.#pageSize }, (newest, { entries, complete }) => {
      const known = entries.findIndex(({ id }) => id === newest.at(-1)?.id);
      // Where the newest page does not reach what was read before, there may be a gap: the older ones are to be read again.
      return known === -1
        ? { entries: newest, complete: newest.length < this.#pageSize }
        : { entries: [...newest, ...entries.slice(known + 1)], complete };
    });
  }

  /** Reads older entries. Never throws. */
  async more(): Promise<void> {
    const { entries, loading } = this.store.getState();
    const last = entries.at(-1);
    if (!last || loading) return;
    await this.#load({ before: last.id, limit: this.#pageSize }, (older, { entries }) => ({
      entries: [...entries, ...older],
      complete: older.length < this.#pageSize,
    }));
  }

  /** Forgets everything: somebody else is signed in. */
  clear(): void {
    this.#reads += 1;
    this.store.setState(fresh);
  }

  async #load(
    page: Parameters<Read>[0],
    join: (
      read: readonly CreditEntry[],
      before: CreditHistoryState,
    ) => Pick<CreditHistoryState, 'entries' | 'complete'>,
  ): Promise<void> {
    this.#reads += 1;
    const read = this.#reads;
    this.store.setState({ loading: true });
    try {
      const answer = await this.#read(page);
      if (read !== this.#reads) return;
      this.store.setState({ ...join(answer, this.store.getState()), loading: false, error: null });
    } catch (thrown) {
      if (read === this.#reads) this.store.setState({ loading: false, error: ConpaasError.from(thrown) });
    }
  }
}
