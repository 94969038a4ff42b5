import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';

/** How long the rest of a refused request may take to come, in milliseconds. */
const restLimit = 5000;

/** A client that is still sending would find its connection closed instead of the answer that says why. */
export async function readAway(message: IncomingMessage): Promise<void> {
  if (message.complete || message.destroyed) return;
  message.resume();
  await finished(message, { signal: AbortSignal.timeout(restLimit) }).catch(() => undefined);
}
