import { setTimeout as delay } from 'node:timers/promises';
import { ConpaasError } from '../contract/errors.ts';
import type { Operation } from '../contract/operation.ts';
import type { Operations } from '../operations/operations.ts';

/** Old clients give up after 60 s without an answer. */
const waitingLimit = 45_000;

/**
 * Waits for the end of an operation, as old clients take what was answered for done and go on at once: they create an application of
 * the name that they have just deleted. One that takes longer than 45 s goes on without them.
 * @param signal aborted when the client goes away, which ends nothing either
 * @throws ConpaasError why it failed
 */
export async function settled(operations: Operations, { id }: Operation, signal: AbortSignal): Promise<void> {
  const giveUp = new AbortController();
  const gone = delay(waitingLimit, undefined, { signal: AbortSignal.any([signal, giveUp.signal]) });
  try {
    const ended = await Promise.race([operations.wait(id), gone.catch(() => undefined)]);
    if (ended?.error) throw ConpaasError.fromBody(ended.error);
  } finally {
    giveUp.abort();
  }
}
