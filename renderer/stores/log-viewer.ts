import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Client, pathOf } from '../../director/contract/client.ts';
import { ConpaasError } from '../../director/contract/errors.ts';
import { routes } from '../../director/contract/routes.ts';
import type { OpenStream } from '../director/events.ts';
import { afterOverlap, appendText, endOf, type LogLines, noLines } from './log-lines.ts';

/** Bytes read of the end of a log: about 50,000 lines. */
const tail = 5_000_000;
/** Milliseconds until a stream that broke is opened again. */
const pause = 2000;

export interface LogPlace {
  aid: number;
  sid: number;
  nodeId: string;
  filename: string;
}

export interface LogViewerState {
  phase: 'loading' | 'ready' | 'failed';
  /** Whether new text arrives by itself. */
  live: boolean;
  log: LogLines;
  error: ConpaasError | null;
}

/** One log of one node: its end, then what is added while it is open. */
export class LogViewer {
  readonly store: StoreApi<LogViewerState>;
  readonly #client: Client;
  readonly #openStream: OpenStream;

  constructor(client: Client, openStream: OpenStream) {
    this.#client = client;
    this.#openStream = openStream;
    this.store = createStore(() => ({ phase: 'loading', live: false, log: noLines, error: null }));
  }

  /** Shows another log; what was shown before is gone. @returns a disposer that stops following */
  open(place: LogPlace): () => void {
    const closed = new AbortController();
    this.store.setState({ phase: 'loading', live: false, log: noLines, error: null });
    void this.#read(place, closed.signal);
    return () => closed.abort();
  }

  async #read(place: LogPlace, closed: AbortSignal): Promise<void> {
    try {
      const text = await this.#client.getNodeLog({ params: place, query: { tail } }, { signal: closed });
      if (closed.aborted) return;
      this.store.setState({ phase: 'ready', log: appendText(noLines, text) });
      this.#follow(place, closed);
    } catch (thrown) {
      if (!closed.aborted) this.store.setState({ phase: 'failed', error: ConpaasError.from(thrown) });
    }
  }

  /** The first text of a stream begins before the end of what is known already, so that nothing between is missed. */
  #follow(place: LogPlace, closed: AbortSignal): void {
    let begun = false;
    const close = this.#openStream(pathOf(routes.followNodeLog, { params: { ...place } }), {
      open: () => this.store.setState({ live: true }),
      message: (data) => {
        const text = String(JSON.parse(data));
        const { log } = this.store.getState();
        const added = begun ? text : afterOverlap(endOf(log, text.length), text);
        begun = true;
        this.store.setState({ log: appendText(log, added) });
      },
      broken: () => {
        closed.removeEventListener('abort', close);
        if (closed.aborted) return;
        this.store.setState({ live: false });
        const timer = setTimeout(() => this.#follow(place, closed), pause);
        closed.addEventListener('abort', () => clearTimeout(timer), { once: true });
      },
    });
    closed.addEventListener('abort', close, { once: true });
  }
}
