import { type State, transientStates } from '../contract/state.ts';
import type { ManagerEvent, ServiceSnapshot } from '../wire/manager-events.ts';

type StepListener = (name: string, percent: number) => void;
type Outcome = ServiceSnapshot | 'removed';

/**
 * Waits for the end of one transition of a service. Made before the manager is asked for it, so that no event is missed; a snapshot
 * that is not transient ends it only after a transient one was seen, as it may be older than the call.
 */
export class Following {
  readonly aid: number;
  readonly sid: number;
  readonly ended: Promise<Outcome>;
  readonly stop: () => void;
  readonly #resolve: (outcome: Outcome) => void;
  /** When the manager had agreed to begin the transition (milliseconds of performance.now). */
  #asked = Number.POSITIVE_INFINITY;
  #started = false;
  #listener: StepListener | undefined;
  /** Those that came before anybody listened. */
  readonly #steps: Parameters<StepListener>[] = [];

  constructor(aid: number, sid: number, stop: (self: Following) => void) {
    this.aid = aid;
    this.sid = sid;
    this.stop = () => stop(this);
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.ended = promise.finally(this.stop);
    this.#resolve = resolve;
  }

  /** Hears of the steps from now on, and of those until now at once. */
  onStep(listener: StepListener): void {
    this.#listener = listener;
    for (const step of this.#steps.splice(0)) listener(...step);
  }

  event(event: ManagerEvent): void {
    if (event.type === 'removed') this.#resolve('removed');
    else if (event.type === 'state') this.#state(event.snapshot);
    else if (event.type === 'step') {
      if (this.#listener) this.#listener(event.name, event.percent);
      else this.#steps.push([event.name, event.percent]);
    }
  }

  /** The manager has answered the call that begins the transition. */
  asked(): void {
    this.#asked = performance.now();
  }

  /**
   * After a reconnection events may have been missed: what the manager says then counts, unless it may have said it before it was asked.
   * @param since when the manager was asked for the snapshot
   */
  now(snapshot: ServiceSnapshot | undefined, since: number): void {
    if (!this.#started && this.#asked > since) return;
    this.#started = true;
    if (snapshot) this.#state(snapshot);
    else this.#resolve('removed');
  }

  #state(snapshot: ServiceSnapshot): void {
    if (isTransient(snapshot.state)) this.#started = true;
    else if (this.#started) this.#resolve(snapshot);
  }
}

/** Hands the events of managers to those who wait for the end of a transition. */
export class Transitions {
  readonly #following = new Set<Following>();

  follow(aid: number, sid: number): Following {
    const following = new Following(aid, sid, (self) => this.#following.delete(self));
    this.#following.add(following);
    return following;
  }

  event(aid: number, event: ManagerEvent): void {
    const sid = event.type === 'state' ? event.snapshot.sid : event.sid;
    for (const one of [...this.#following]) if (one.aid === aid && one.sid === sid) one.event(event);
  }

  /** @param since when the manager was asked for the snapshots (performance.now) */
  resynchronised(aid: number, snapshots: ServiceSnapshot[], since: number): void {
    for (const one of [...this.#following]) {
      if (one.aid === aid)
        one.now(
          snapshots.find((snapshot) => snapshot.sid === one.sid),
          since,
        );
    }
  }
}

function isTransient(state: State): boolean {
  return transientStates.includes(state);
}
