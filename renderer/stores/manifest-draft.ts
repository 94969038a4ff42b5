import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '../../director/contract/client.ts';
import { ConpaasError } from '../../director/contract/errors.ts';
import type { ManifestCheck } from '../../director/contract/manifest-check.ts';

/** What a manifest is checked with: its text, and the cloud it is to run on (null: as it says itself, or the default one). */
export interface ManifestInput {
  text: string;
  cloud: string | null;
}

export interface ManifestDraftState extends ManifestInput {
  /** The last answer of the Director, with what it was asked about. */
  checked: (ManifestInput & { check: ManifestCheck }) | null;
  checking: boolean;
  /** Why it could not be checked. */
  error: ConpaasError | null;
}

/** Milliseconds without a keystroke until the text is checked. */
const quiet = 400;

/** What one begins with: the smallest manifest that makes something. */
const beginning = `{
  "$schema": "/api/manifest-schema.json",
  "Application": "New application",
  "Services": [
    {
      "Type": "php",
      "ServiceName": "Pages"
    }
  ]
}
`;

/** What the last check said, unless something was changed since. */
export function currentCheck({ text, cloud, checked }: ManifestDraftState): ManifestCheck | null {
  return checked && checked.text === text && checked.cloud === cloud ? checked.check : null;
}

/** The manifest that is being written. It stays when the page is left, and is checked only while somebody looks at it. */
export class ManifestDraft {
  readonly store: StoreApi<ManifestDraftState>;
  readonly #client: Client;
  #watchers = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = new AbortController();

  constructor(client: Client) {
    this.#client = client;
    this.store = createStore(() => this.#fresh());
  }

  /** @returns a disposer */
  watch(): () => void {
    this.#watchers += 1;
    if (this.#watchers === 1 && !currentCheck(this.store.getState())) void this.check();
    return () => {
      this.#watchers -= 1;
      if (this.#watchers === 0) this.#stop();
    };
  }

  /** Takes what was typed; it is checked when the typing pauses. */
  edit(text: string): void {
    if (text === this.store.getState().text) return;
    this.store.setState({ text });
    this.#stop();
    this.#timer = setTimeout(() => void this.check(), quiet);
  }

  /** Takes a whole text or another cloud, which is checked at once. */
  async change(input: Partial<ManifestInput>): Promise<void> {
    this.store.setState(input);
    await this.check();
  }

  /** Asks the Director what is wrong and what would be made. Never throws: a failure is kept in the state. */
  async check(): Promise<void> {
    this.#stop();
    const asking = this.#asking;
    const { text, cloud } = this.store.getState();
    this.store.setState({ checking: true });
    try {
      const body = { manifest: text, ...(cloud === null ? {} : { cloud }) };
      const check = await this.#client.checkManifest({ body }, { signal: asking.signal });
      if (asking !== this.#asking) return;
      this.store.setState({ checked: { text, cloud, check }, checking: false, error: null });
    } catch (thrown) {
      if (asking === this.#asking) this.store.setState({ checking: false, error: ConpaasError.from(thrown) });
    }
  }

  /** Forgets everything: somebody else is signed in. */
  clear(): void {
    this.#stop();
    this.store.setState(this.#fresh());
  }

  /** What was asked is out of date. */
  #stop(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#asking = new AbortController();
    this.store.setState({ checking: false });
  }

  #fresh(): ManifestDraftState {
    return { text: beginning, cloud: null, checked: null, checking: false, error: null };
  }
}
