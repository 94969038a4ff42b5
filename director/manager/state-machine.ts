import { ConpaasError, type ErrorBody } from '../contract/errors.ts';
import type { Transition } from '../contract/service.ts';
import type { State } from '../contract/state.ts';
import { BoundedTask } from './bounded-task.ts';
import { Lane } from './lane.ts';

/** Reference §6. A stop is possible from everywhere; a service with a lost node comes back by itself or by a replacement. */
const allowedTransitions: Readonly<Record<State, readonly State[]>> = {
  INIT: ['PROLOGUE', 'EPILOGUE'],
  PROLOGUE: ['RUNNING', 'STOPPED', 'ERROR', 'EPILOGUE'],
  RUNNING: ['ADAPTING', 'EPILOGUE', 'ERROR'],
  ADAPTING: ['RUNNING', 'ERROR', 'EPILOGUE'],
  EPILOGUE: ['STOPPED', 'ERROR'],
  STOPPED: ['PROLOGUE', 'EPILOGUE'],
  ERROR: ['EPILOGUE', 'ADAPTING', 'RUNNING'],
};

export const everyState = Object.keys(allowedTransitions) as State[];
/** Lines kept of a service's history. */
const historyLength = 1000;
/** An undo gets this long; it is no longer than the longest wait for a Director that is away, and a little. */
const undoLimitMs = 90_000;

export interface End {
  state: 'RUNNING' | 'STOPPED' | 'ERROR';
  reason: ErrorBody | null;
  /** For the history. */
  text: string;
}

export interface Work {
  to: 'PROLOGUE' | 'ADAPTING' | 'EPILOGUE';
  from: readonly State[];
  /** For the history: why it begins. */
  text: string;
  /** Milliseconds. */
  limit: number;
  run(task: BoundedTask): Promise<End>;
  /** After `run` failed, was cancelled or timed out. What it throws ends the service in ERROR. */
  undo(failure: ConpaasError, task: BoundedTask): Promise<End>;
}

export interface Situation {
  state: State;
  reason: ErrorBody | null;
  history: Transition[];
}

export interface StateMachineEvents {
  /** Called after each change of state. */
  changed(transition: Transition): void;
  step(name: string, percent: number): void;
  failed(text: string): void;
}

/**
 * The states of one service. Each transient state has a piece of work behind it that ends by itself, by a cancel or by its
 * time limit, and whose undo has a time limit too; so none of them can last for ever.
 */
export class ServiceStateMachine {
  #state: State;
  #reason: ErrorBody | null;
  readonly #history: Transition[];
  readonly #events: StateMachineEvents;
  readonly #lane = new Lane();
  /** The work that decides about the present state. */
  #task: BoundedTask | undefined;
  #underWay: Promise<End> | undefined;
  #side: BoundedTask | undefined;

  constructor(situation: Situation, events: StateMachineEvents) {
    this.#state = situation.state;
    this.#reason = situation.reason;
    this.#history = [...situation.history];
    this.#events = events;
  }

  get state(): State {
    return this.#state;
  }

  /** Why it is in ERROR, or what went wrong last while it kept serving. */
  get reason(): ErrorBody | null {
    return this.#reason;
  }

  get history(): readonly Transition[] {
    return this.#history;
  }

  /** The end of the transition under way. */
  get underWay(): Promise<End> | undefined {
    return this.#underWay;
  }

  /** @throws WRONG_STATE with the text of reference §7 */
  expect(expected: readonly State[]): void {
    if (expected.includes(this.#state)) return;
    const list = `[${expected.map((name) => `'${name}'`).join(', ')}]`;
    throw new ConpaasError('WRONG_STATE', { expected: list, state: this.#state });
  }

  /**
   * Enters a transient state at once and does its work after whatever is under way. Work that decided about the state until
   * now (a start that is stopped) is ended without being undone: the new work takes over what it made.
   * @returns the end that was reached @throws WRONG_STATE
   */
  begin(work: Work): Promise<End> {
    this.expect(work.from);
    // A transient state left over from before a restart of the manager is taken up where it is.
    if (work.to !== this.#state) this.move(work.to, null, work.text);
    const superseded = new ConpaasError('OPERATION_CANCELLED');
    this.#task?.abort(superseded);
    this.#side?.abort(superseded);
    const task = new BoundedTask(work.text, work.limit, this.#events.step);
    this.#task = task;
    const end = this.#lane.run(() => this.#carryOut(work, task));
    this.#underWay = end;
    return end;
  }

  /**
   * Work that changes no state, after whatever is under way and never beside it. It is aborted when a transition begins.
   * @param limit milliseconds
   */
  aside<T>(title: string, limit: number, work: (task: BoundedTask) => Promise<T>): Promise<T> {
    return this.#lane.run(async () => {
      const task = new BoundedTask(title, limit);
      this.#side = task;
      try {
        return await task.run(work);
      } finally {
        this.#side = undefined;
      }
    });
  }

  /** Ends the work under way; it is undone. @throws OPERATION_NOT_CANCELLABLE */
  cancel(): void {
    if (!this.#task || this.#task.committed || this.#state === 'EPILOGUE')
      throw new ConpaasError('OPERATION_NOT_CANCELLABLE');
    this.#task.abort(new ConpaasError('OPERATION_CANCELLED'));
  }

  /** Changes the state. @throws WRONG_STATE for a change that reference §6 does not know */
  move(to: State, reason: ErrorBody | null, text: string): void {
    if (!allowedTransitions[this.#state].includes(to))
      this.expect(everyState.filter((from) => allowedTransitions[from].includes(to)));
    this.#state = to;
    this.#reason = reason;
    const transition = { time: new Date().toISOString(), state: to, reason: text };
    this.#history.push(transition);
    if (this.#history.length > historyLength) this.#history.splice(0, this.#history.length - historyLength);
    this.#events.changed(transition);
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#lane.idle();
  }

  async #carryOut(work: Work, task: BoundedTask): Promise<End> {
    const end = await this.#endOf(work, task);
    // Another transition has taken over: the state is no longer this one's to decide.
    if (this.#task !== task) return end;
    this.#task = undefined;
    this.#underWay = undefined;
    this.move(end.state, end.reason, end.text);
    return end;
  }

  async #endOf(work: Work, task: BoundedTask): Promise<End> {
    try {
      return await task.run((running) => {
        running.signal.throwIfAborted();
        return work.run(running);
      });
    } catch (thrown) {
      const failure = ConpaasError.from(thrown);
      this.#events.failed(`${work.text}: ${failure.message}${stackOf(failure)}`);
      if (this.#task !== task) return { state: 'ERROR', reason: failure.toBody(), text: failure.message };
      return this.#undo(work, failure);
    }
  }

  async #undo(work: Work, failure: ConpaasError): Promise<End> {
    try {
      return await new BoundedTask(`Undo: ${work.text}`, undoLimitMs).run((task) => work.undo(failure, task));
    } catch (thrown) {
      const second = ConpaasError.from(thrown);
      this.#events.failed(`Undoing it failed too: ${second.message}${stackOf(second)}`);
      const detail = [failure.detail, `It could not be undone: ${second.message}`].filter(Boolean).join('\n');
      return { state: 'ERROR', reason: { ...failure.toBody(), detail }, text: failure.message };
    }
  }
}

/** Only a defect needs its stack in the log. */
function stackOf(failure: ConpaasError): string {
  return failure.code === 'INTERNAL' && failure.cause instanceof Error ? `\n${failure.cause.stack}` : '';
}
