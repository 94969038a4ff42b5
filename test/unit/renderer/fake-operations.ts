import type { ErrorBody } from '../../../director/contract/errors.ts';
import type { Operation, OperationKind, OperationState, OperationStep } from '../../../director/contract/operation.ts';

export interface Beginning {
  kind: OperationKind;
  title: string;
  aid: number | null;
  sid: number | null;
  steps: string[];
  /** What the operation does in the end. */
  done?: () => Record<string, unknown> | undefined;
  cancelled?: () => void;
}

/** Operations of the Fake: they stand still until a test lets them go on, or go on by themselves at a pace. */
export class FakeOperations {
  readonly #tell: (operation: Operation) => void;
  readonly #ends = new Map<string, Pick<Beginning, 'done' | 'cancelled'>>();
  readonly all: Map<string, Operation>;
  /** Milliseconds per step; null: only `advance` and `finish` move them. */
  pace: number | null = null;

  constructor(all: Map<string, Operation>, tell: (operation: Operation) => void) {
    this.all = all;
    this.#tell = tell;
  }

  begin({ kind, title, aid, sid, steps, ...ends }: Beginning): Operation {
    const id = `op-${this.all.size + 1}`;
    const now = new Date().toISOString();
    this.#ends.set(id, ends);
    const operation: Operation = {
      id,
      kind,
      title,
      uid: 1,
      aid,
      sid,
      state: 'running',
      steps: steps.map((name, index) => ({
        name,
        state: index === 0 ? 'running' : 'waiting',
        started: index === 0 ? now : null,
        finished: null,
      })),
      percent: 0,
      cancellable: true,
      timeLimit: 120,
      log: [],
      result: null,
      error: null,
      created: now,
      finished: null,
    };
    this.#put(operation);
    if (this.pace !== null) this.#walk(id, this.pace);
    return operation;
  }

  /** Ends the step under way and begins the next; the last one ends the operation. */
  advance(id: string): void {
    const operation = this.get(id);
    const index = operation.steps.findIndex(({ state }) => state === 'running');
    if (index === operation.steps.length - 1) {
      this.finish(id);
      return;
    }
    const now = new Date().toISOString();
    const steps = operation.steps.map((step, place): OperationStep => {
      if (place === index) return { ...step, state: 'done', finished: now };
      return place === index + 1 ? { ...step, state: 'running', started: now } : step;
    });
    this.#put({ ...operation, steps, percent: Math.round(((index + 1) / steps.length) * 100) });
  }

  finish(id: string): void {
    const result = this.#ends.get(id)?.done?.() ?? null;
    this.#end(id, 'succeeded', { percent: 100, result });
  }

  fail(id: string, error: ErrorBody): void {
    this.#end(id, 'failed', { error });
  }

  cancel(id: string): Operation {
    this.#ends.get(id)?.cancelled?.();
    return this.#end(id, 'cancelled', {});
  }

  get(id: string): Operation {
    const operation = this.all.get(id);
    if (!operation) throw new Error(`the Fake has no operation ${id}`);
    return operation;
  }

  #end(id: string, state: OperationState, changes: Partial<Operation>): Operation {
    const operation = this.get(id);
    const finished = new Date().toISOString();
    const steps = operation.steps.map((step): OperationStep => {
      if (state === 'succeeded')
        return { ...step, state: 'done', started: step.started ?? finished, finished: step.finished ?? finished };
      return step.state === 'running' ? { ...step, state: 'failed', finished } : step;
    });
    const ended = { ...operation, ...changes, steps, state, finished };
    this.#put(ended);
    return ended;
  }

  #walk(id: string, pace: number): void {
    setTimeout(() => {
      if (this.get(id).state !== 'running') return;
      this.advance(id);
      this.#walk(id, pace);
    }, pace);
  }

  #put(operation: Operation): void {
    this.all.set(operation.id, operation);
    this.#tell(operation);
  }
}
