import { ConpaasError, type ErrorBody } from '../contract/errors.ts';
import type { OperationState } from '../contract/operation.ts';

export interface Outcome {
  state: Extract<OperationState, 'succeeded' | 'failed' | 'cancelled' | 'interrupted'>;
  error: ErrorBody | null;
  /** What was thrown, when it was a defect and not an expected failure. */
  defect?: unknown;
}

export const success: Outcome = { state: 'succeeded', error: null };

/** What the work itself said beside the reason it was stopped for, if anything. */
function detailOf(thrown: unknown, reason: ConpaasError): { detail?: string } {
  const echo = thrown instanceof Error && (thrown.name === 'AbortError' || thrown.cause === reason);
  const failure = ConpaasError.from(thrown);
  if (echo || failure.code === reason.code) return failure.detail === undefined ? {} : { detail: failure.detail };
  return { detail: failure.code === 'INTERNAL' ? String(failure.parameters.why) : failure.message };
}

/**
 * How an operation ended whose work threw.
 * @param stopped the reason its signal was aborted for, if it was
 * @param recovering whether the work was the continuation of what an earlier Director had begun
 */
export function failure(thrown: unknown, stopped: ConpaasError | undefined, recovering: boolean): Outcome {
  if (stopped) {
    const state = stopped.code === 'OPERATION_CANCELLED' ? 'cancelled' : 'failed';
    return { state, error: { ...stopped.toBody(), ...detailOf(thrown, stopped) } };
  }
  const error = ConpaasError.from(thrown);
  const defect = thrown instanceof ConpaasError ? {} : { defect: thrown };
  // An operation that waits for another ends as that one did.
  if (error.code === 'OPERATION_CANCELLED') return { state: 'cancelled', error: error.toBody() };
  // This one tells itself what became of the work.
  if (error.code === 'DEPLOYMENT_INTERRUPTED') return { state: 'interrupted', error: error.toBody() };
  if (!recovering) return { state: 'failed', error: error.toBody(), ...defect };
  const interrupted = new ConpaasError('OPERATION_INTERRUPTED');
  return { state: 'interrupted', error: { ...interrupted.toBody(), ...detailOf(thrown, interrupted) }, ...defect };
}
