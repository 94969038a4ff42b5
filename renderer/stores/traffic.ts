import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Traffic } from '../../director/contract/service.ts';
import { type Rates, ratesBetween } from './rates.ts';

const interval = 2000;

interface Watch {
  watchers: number;
  last: Traffic | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Reads the counters of services every two seconds, only while somebody looks at them. */
export class TrafficWatch {
  readonly store: StoreApi<{ rates: Readonly<Record<string, Rates>> }>;
  readonly #read: (key: string) => Promise<Traffic>;
  readonly #watches = new Map<string, Watch>();

  /** @param read counters of the service with this key (see keys.ts) */
  constructor(read: (key: string) => Promise<Traffic>) {
    this.#read = read;
    this.store = createStore(() => ({ rates: {} }));
  }

  /** @returns a disposer; the last rates are forgotten with the last watcher, as they would be old when shown again */
  watch(key: string): () => void {
    const watch = this.#watches.get(key) ?? { watchers: 0, last: undefined, timer: undefined };
    this.#watches.set(key, watch);
    watch.watchers += 1;
    if (watch.watchers === 1) void this.#turn(key, watch);
    return () => {
      watch.watchers -= 1;
      if (watch.watchers > 0) return;
      clearTimeout(watch.timer);
      this.#watches.delete(key);
      this.store.setState(({ rates: { [key]: _, ...others } }) => ({ rates: others }));
    };
  }

  async #turn(key: string, watch: Watch): Promise<void> {
    try {
      const traffic = await this.#read(key);
      if (watch.watchers === 0) return;
      const rates = ratesBetween(watch.last, traffic);
      watch.last = traffic;
      this.store.setState((state) => ({ rates: { ...state.rates, [key]: rates } }));
    } catch {
      // A service that is starting or stopping has no counters for a moment; the picture then shows no flow.
      watch.last = undefined;
    }
    if (watch.watchers > 0) watch.timer = setTimeout(() => void this.#turn(key, watch), interval);
  }
}
