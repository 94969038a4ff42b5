import type { Operation, OperationStep } from '../contract/operation.ts';

type Steps = readonly OperationStep[];
type Progress = Pick<Operation, 'steps' | 'percent'>;

export function waitingSteps(names: readonly string[]): OperationStep[] {
  return names.map((name) => ({ name, state: 'waiting', started: null, finished: null }));
}

/** Index of the running step, -1 when there is none. */
const runningIndex = (steps: Steps) => steps.findIndex((step) => step.state === 'running');

export function runningStep(steps: Steps): string | undefined {
  return steps[runningIndex(steps)]?.name;
}

/** The next step of that name, else an earlier one: a recovery goes back to what was done before. */
function indexOf(steps: Steps, name: string, after: number): number {
  const next = steps.findIndex((step, index) => index > after && step.name === name);
  return next >= 0 ? next : steps.findIndex((step) => step.name === name);
}

/** Percent of the whole when so many steps are done, each counting the same. */
const shareOf = (steps: Steps, done: number) => (done / steps.length) * 100;

/** The percentage never falls, also when steps are added or done again. Given with one decimal. */
function atLeast(operation: Progress, percent: number | undefined): number {
  if (percent === undefined || !Number.isFinite(percent)) return operation.percent;
  return Math.max(operation.percent, Math.min(Math.round(percent * 10) / 10, 100));
}

/**
 * The step of that name runs: the one before it is done, those left out are skipped, those behind it wait (again).
 * @param percent of the whole, where the steps are not known beforehand and so cannot share it equally
 */
export function withStep(operation: Progress, name: string, time: string, percent?: number): Progress {
  const current = runningIndex(operation.steps);
  if (operation.steps[current]?.name === name) return { steps: operation.steps, percent: atLeast(operation, percent) };
  const known = indexOf(operation.steps, name, current) >= 0;
  const added: OperationStep = { name, state: 'waiting', started: null, finished: null };
  const steps = known ? operation.steps : operation.steps.toSpliced(current + 1, 0, added);
  const target = indexOf(steps, name, current);
  const changed = steps.map((step, index): OperationStep => {
    if (index === target) return { ...step, state: 'running', started: time, finished: null };
    if (index > target) return { ...step, state: 'waiting', started: null, finished: null };
    if (step.state === 'running') return { ...step, state: 'done', finished: time };
    return step.state === 'waiting' ? { ...step, state: 'skipped' } : step;
  });
  return { steps: changed, percent: atLeast(operation, percent ?? shareOf(changed, target)) };
}

/** @param fraction 0 to 1, of the running step */
export function withProgress(operation: Progress, fraction: number): Progress {
  const current = runningIndex(operation.steps);
  if (current < 0) return operation;
  const done = current + Math.min(Math.max(fraction, 0), 1);
  return { steps: operation.steps, percent: atLeast(operation, shareOf(operation.steps, done)) };
}

/** @param last what becomes of the running step */
export function withEnd(operation: Progress, last: 'done' | 'failed' | 'skipped', time: string): Progress {
  const steps = operation.steps.map((step): OperationStep => {
    if (step.state === 'running') return { ...step, state: last, finished: time };
    return step.state === 'waiting' ? { ...step, state: 'skipped' } : step;
  });
  return { steps, percent: last === 'done' ? 100 : operation.percent };
}
