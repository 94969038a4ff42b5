import { createStore, type StoreApi } from 'zustand/vanilla';
import { ConpaasError } from '../../director/contract/errors.ts';
import { type Event, event } from '../../director/contract/event.ts';
import type { Session } from '../../director/contract/system.ts';
import type { OpenStream } from '../director/events.ts';

export interface ConnectionState {
  phase: 'connecting' | 'online' | 'offline' | 'signed-out';
  session: Session | null;
  /** When it is tried again, in milliseconds since 1970; null while nothing is planned. */
  retryAt: number | null;
  error: ConpaasError | null;
}

export interface ConnectionParts {
  openSession(): Promise<Session>;
  openStream: OpenStream;
  /** Reads everything that is shown anew. */
  readAll(): Promise<void>;
  apply(event: Exclude<Event, { type: 'reset' }>): void;
  /** Drops all that the stores hold: it belongs to a user who is not signed in any more. */
  forget(): void;
}

const firstWait = 1000;
const longestWait = 15_000;

/**
 * Keeps the stores in step with the Director: session, then events, then everything is read once. When the stream breaks it tries
 * again with growing waits, and reads everything anew, as what happened meanwhile is not known.
 */
export class Connection {
  readonly store: StoreApi<ConnectionState>;
  readonly #parts: ConnectionParts;
  #wait = firstWait;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closeStream: (() => void) | undefined;
  /** Counts the tries, so that a slow one that was overtaken by a newer one changes nothing. */
  #try = 0;
  /** Whose things the stores hold. */
  #lastUser: number | null = null;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.store = createStore(() => ({ phase: 'connecting', session: null, retryAt: null, error: null }));
  }

  /** Connects now, also while waiting for the next try. Never throws. */
  async connect(): Promise<void> {
    this.close();
    const current = this.#try;
    this.store.setState({ retryAt: null });
    try {
      const session = await this.#parts.openSession();
      if (current !== this.#try) return;
      this.#know(session);
      this.#follow();
    } catch (thrown) {
      if (current === this.#try) this.#failed(ConpaasError.from(thrown));
    }
  }

  /** To be told of every answer 401: the session ended while the page was open. */
  refused(error: ConpaasError): void {
    if (this.store.getState().phase === 'online') this.#failed(error);
  }

  /** The user signed out: nothing of theirs stays in the page. */
  signedOut(): void {
    this.close();
    this.#parts.forget();
    this.store.setState({ phase: 'signed-out', session: null, retryAt: null, error: null });
  }

  close(): void {
    this.#try += 1;
    clearTimeout(this.#timer);
    this.#closeStream?.();
    this.#closeStream = undefined;
  }

  /** Another tab of the browser may have signed somebody else in. */
  #know(session: Session): void {
    const before = this.#lastUser;
    this.#lastUser = session.uid;
    if (before !== null && before !== session.uid) this.#parts.forget();
    this.store.setState({ session });
  }

  #follow(): void {
    this.#closeStream = this.#parts.openStream('/api/events', {
      open: () => void this.#opened(),
      message: (data) => this.#received(data),
      broken: () => void this.#broken(),
    });
  }

  async #opened(): Promise<void> {
    const current = this.#try;
    this.#wait = firstWait;
    await this.#parts.readAll();
    if (current === this.#try) this.store.setState({ phase: 'online', error: null });
  }

  #received(data: string): void {
    const received = event.parse(JSON.parse(data));
    if (received.type === 'reset') void this.#parts.readAll();
    else this.#parts.apply(received);
  }

  /** A stream says nothing of why it broke: the session's route tells whether the Director is there and still knows us. */
  async #broken(): Promise<void> {
    this.close();
    const current = this.#try;
    try {
      await this.#parts.openSession();
      if (current !== this.#try) return;
      this.#failed(new ConpaasError('DIRECTOR_UNREACHABLE', { url: '/api/events', why: 'the stream of events ended' }));
    } catch (thrown) {
      if (current === this.#try) this.#failed(ConpaasError.from(thrown));
    }
  }

  #failed(error: ConpaasError): void {
    this.close();
    if (error.status === 401) {
      this.store.setState({ phase: 'signed-out', session: null, retryAt: null, error });
      return;
    }
    const wait = this.#wait;
    this.#wait = Math.min(wait * 2, longestWait);
    this.store.setState({ phase: 'offline', retryAt: Date.now() + wait, error });
    this.#timer = setTimeout(() => void this.connect(), wait);
  }
}
