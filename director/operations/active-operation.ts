import { ConpaasError } from '../contract/errors.ts';
import type { Operation } from '../contract/operation.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { Logger } from '../logging/logger.ts';
import { redactText } from '../logging/redaction.ts';
import type { OperationRecord, OperationRepository } from '../store/operations.ts';
import type { Clock } from './clock.ts';
import type { OperationContext } from './operations.ts';
import { failure, type Outcome, success } from './outcome.ts';
import { runningStep, withEnd, withProgress, withStep } from './steps.ts';

/** Percent and log lines come in bursts; they are written and reported together. */
const coalesceMs = 200;
/** After a write that failed (disk full). */
const retryMs = 5000;
/** How long the work may take to undo what it made after the time limit. */
const graceMs = 30_000;
const keptLogLines = 500;
const longestLogLine = 2000;

export interface OperationServices {
  repository: Pick<OperationRepository, 'update'>;
  events: Pick<EventHub, 'publish'>;
  log: Logger;
  clock: Clock;
}

type Work = (context: OperationContext) => Promise<void>;

/** The contract's part of a record. */
export function toOperation({ data: _, ...operation }: OperationRecord): Operation {
  return operation;
}

/** An operation whose work is under way in this process: applies what the work reports, and writes and publishes it. */
export class ActiveOperation {
  /** Resolves when it has ended; never when it was detached before. */
  readonly ended: Promise<Operation>;
  readonly context: OperationContext;
  readonly #services: OperationServices;
  readonly #recovering: boolean;
  readonly #controller = new AbortController();
  readonly #resolveEnded: (operation: Operation) => void;
  readonly #onSaved: () => void;
  readonly #stopTimers = new Map<'save' | 'limit', () => void>();
  #record: OperationRecord;
  #detached = false;

  /**
   * @param recovering whether the work continues what an earlier Director had begun
   * @param onSaved called when the operation has ended and its end is in the database
   */
  constructor(record: OperationRecord, services: OperationServices, recovering: boolean, onSaved: () => void) {
    const { promise, resolve } = Promise.withResolvers<Operation>();
    this.ended = promise;
    this.#resolveEnded = resolve;
    this.#record = record;
    this.#services = services;
    this.#recovering = recovering;
    this.#onSaved = onSaved;
    this.context = this.#createContext();
    if (record.state === 'cancelling') this.#controller.abort(new ConpaasError('OPERATION_CANCELLED'));
  }

  get operation(): Operation {
    return toOperation(this.#record);
  }

  /** Begins the work once the caller has returned to the event loop. */
  begin(work: Work): void {
    this.#after('limit', this.#record.timeLimit * 1000, () => this.#timeOut());
    Promise.resolve()
      .then(() => work(this.context))
      .then(
        () => this.#end(success),
        (thrown: unknown) => this.#end(failure(thrown, this.#stopReason, this.#recovering)),
      );
  }

  publish(): void {
    const operation = this.operation;
    this.#services.events.publish({ type: 'operation.changed', operation }, { uid: operation.uid });
  }

  /** @throws ConpaasError OPERATION_NOT_CANCELLABLE */
  cancel(): Operation {
    if (this.#record.state === 'cancelling') return this.operation;
    if (this.#isOver || !this.#record.cancellable) throw new ConpaasError('OPERATION_NOT_CANCELLABLE');
    this.#change({ state: 'cancelling', cancellable: false }, 'now');
    this.#controller.abort(new ConpaasError('OPERATION_CANCELLED'));
    return this.operation;
  }

  /** Writes what is not written yet and lets go: whatever the work still does is neither written nor reported. */
  detach(): void {
    if (this.#stopTimers.has('save')) this.#save();
    this.#detached = true;
    for (const stop of this.#stopTimers.values()) stop();
  }

  get #isOver(): boolean {
    return this.#detached || this.#record.finished !== null;
  }

  get #now(): string {
    return this.#services.clock.now().toISOString();
  }

  get #stopReason(): ConpaasError | undefined {
    return this.#controller.signal.aborted ? ConpaasError.from(this.#controller.signal.reason) : undefined;
  }

  #createContext(): OperationContext {
    const record = () => this.#record;
    return {
      id: this.#record.id,
      signal: this.#controller.signal,
      get data() {
        return record().data;
      },
      step: (name, percent) => {
        const progress = withStep(this.#record, name, this.#now, percent);
        this.#change(progress, progress.steps === this.#record.steps ? 'soon' : 'now');
      },
      progress: (fraction) => this.#change(withProgress(this.#record, fraction), 'soon'),
      log: (text) => this.#addLogLine(text),
      setCancellable: (cancellable) => {
        if (this.#record.state === 'running') this.#change({ cancellable }, 'now');
      },
      setResult: (result) => this.#change({ result }, 'now'),
      remember: (data) => this.#change({ data: { ...this.#record.data, ...data } }, 'now'),
    };
  }

  #addLogLine(text: string): void {
    const line = { time: this.#now, text: redactText(text).slice(0, longestLogLine) };
    this.#change({ log: [...this.#record.log, line].slice(-keptLogLines) }, 'soon');
  }

  /** The record is replaced, never changed: what was handed out before stays as it was. */
  #change(changes: Partial<OperationRecord>, when: 'now' | 'soon'): void {
    if (this.#isOver) return;
    this.#record = { ...this.#record, ...changes };
    if (when === 'now') this.#save();
    else if (!this.#stopTimers.has('save')) this.#after('save', coalesceMs, () => this.#save());
  }

  #save(): void {
    this.#stop('save');
    this.publish();
    try {
      this.#services.repository.update(this.#record.id, this.#record);
    } catch (error) {
      // The work goes on: it is in memory, and written as soon as that is possible again.
      this.#services.log.error({ err: error, operation: this.#record.id }, 'An operation could not be written');
      this.#after('save', retryMs, () => this.#save());
      return;
    }
    if (this.#record.finished !== null) this.#onSaved();
  }

  #timeOut(): void {
    const { title, timeLimit, steps } = this.#record;
    const step = runningStep(steps) ?? 'none';
    const reason = new ConpaasError('OPERATION_TIMED_OUT', { operation: title, seconds: timeLimit, step });
    this.#after('limit', graceMs, () => this.#end({ state: 'failed', error: reason.toBody() }));
    this.#change({ cancellable: false }, 'now');
    this.#controller.abort(reason);
  }

  #end(outcome: Outcome): void {
    if (this.#isOver) {
      if (!this.#detached) this.#services.log.warn(`The work of operation ${this.#record.id} ended after its time`);
      return;
    }
    const { state, error } = outcome;
    const last = state === 'succeeded' ? 'done' : state === 'cancelled' ? 'skipped' : 'failed';
    this.#stop('limit');
    const time = this.#now;
    this.#change({ ...withEnd(this.#record, last, time), state, error, cancellable: false, finished: time }, 'now');
    this.#report(outcome);
    this.#resolveEnded(this.operation);
  }

  #report({ state, error, defect }: Outcome): void {
    const fields = { operation: this.#record.id, kind: this.#record.kind, ...(error ? { code: error.code } : {}) };
    const text = `${this.#record.title}: ${state}${error ? `, ${error.message}` : ''}`;
    if (defect === undefined) this.#services.log.info(fields, text);
    else this.#services.log.error({ ...fields, err: defect }, text);
  }

  #after(timer: 'save' | 'limit', milliseconds: number, action: () => void): void {
    this.#stop(timer);
    this.#stopTimers.set(timer, this.#services.clock.after(milliseconds, action));
  }

  #stop(timer: 'save' | 'limit'): void {
    this.#stopTimers.get(timer)?.();
    this.#stopTimers.delete(timer);
  }
}
