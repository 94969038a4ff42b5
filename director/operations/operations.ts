import type { Operation, OperationKind, OperationState } from '../contract/operation.ts';

/** What the work of an operation sees of it. After `Operations.shutdown` its methods do nothing any more. */
export interface OperationContext {
  readonly id: string;
  /**
   * Aborted by a cancel or the time limit, with ConpaasError OPERATION_CANCELLED or OPERATION_TIMED_OUT as its reason. The work
   * then undoes what it made and throws (`signal.throwIfAborted()` does); work that returns has succeeded, even if late.
   */
  readonly signal: AbortSignal;
  /** What was given to `start`, and by `remember` since. */
  readonly data: Readonly<Record<string, unknown>>;
  /**
   * Marks the step before as done and this one as running. Steps between are skipped, an unknown one is added.
   * @param percent of the whole that is done when it begins, where the steps are not known beforehand; else each counts the same
   */
  step(name: string, percent?: number): void;
  /** @param fraction 0 to 1, of the running step */
  progress(fraction: number): void;
  log(text: string): void;
  setCancellable(cancellable: boolean): void;
  setResult(result: Record<string, unknown>): void;
  /** Adds to `data`; written to the disk before it returns, so that recovery finds it. */
  remember(data: Record<string, unknown>): void;
}

export interface OperationRequest {
  kind: OperationKind;
  /** A sentence part for people, for example `Start application "shop"`. */
  title: string;
  uid: number;
  aid: number | null;
  sid: number | null;
  /** Seconds. */
  timeLimit: number;
  steps: readonly string[];
  /** Whether it can be cancelled at first; true when not given. */
  cancellable?: boolean;
  /** Parameters that a recovery needs; kept in the database, so no secrets. */
  data?: Record<string, unknown>;
  run(context: OperationContext): Promise<void>;
}

/**
 * Continues what the Director was doing when it ended: as `run`, or throws when it cleaned up instead. The signal is aborted
 * from the beginning when the operation was being cancelled.
 */
export type Recovery = (operation: Operation, context: OperationContext) => Promise<void>;

interface OperationQuery {
  uid?: number;
  aid?: number;
  state?: OperationState;
  /** 100 when not given. */
  limit?: number;
}

export interface Operations {
  /** Records the operation and returns; the work begins right after. */
  start(request: OperationRequest): Operation;
  /**
   * Asks it to stop; it is `cancelled` when its work has ended. Again while it is being cancelled does nothing.
   * @throws ConpaasError OPERATION_NOT_FOUND, OPERATION_NOT_CANCELLABLE (also when it has ended)
   */
  cancel(id: string): Operation;
  get(id: string): Operation | undefined;
  /** Newest first. */
  list(query?: OperationQuery): Operation[];
  /** Those of an application that have not ended, oldest first. */
  running(aid: number): Operation[];
  /**
   * Resolves with the operation when it has ended, however it did. Stays pending over `shutdown`.
   * @throws ConpaasError OPERATION_NOT_FOUND
   */
  wait(id: string): Promise<Operation>;
  onRecover(kind: OperationKind, recovery: Recovery): void;
  /** Called once at start, after every `onRecover`: continues or marks interrupted what the last Director left running. */
  recover(): Operation[];
  /** At an orderly end: stops reporting and leaves what is running for the next Director's recovery. */
  shutdown(): void;
}
