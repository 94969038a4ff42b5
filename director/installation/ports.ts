import { ConpaasError } from '../contract/errors.ts';
import { portOwner } from './port-owner.ts';

export interface Listening<T> {
  /** What `tryListen` gave. */
  listener: T;
  /** Why it is not the preferred port: PORT_TAKEN with the program that has it, or null. */
  taken: ConpaasError | null;
}

/** Reasons to try another port: somebody has it, or this user may not have it. */
const refusals = new Set(['EADDRINUSE', 'EACCES']);
/** How many ports behind the preferred one are tried before any free one, so that addresses stay easy to remember. */
const neighbours = 9;

/**
 * Listens on the preferred port, or on another when that is taken.
 * @param tryListen listens on that port of the address (0: any free one), or rejects with what the system said
 */
export async function listenOn<T>(
  preferred: number,
  address: string,
  tryListen: (port: number) => Promise<T>,
): Promise<Listening<T>> {
  const first = await attempt(preferred, tryListen);
  if (first) return { listener: first.listener, taken: null };
  const taken = await portTaken(preferred, address);
  for (let port = preferred + 1; port <= Math.min(preferred + neighbours, 65_535); port += 1) {
    const other = await attempt(port, tryListen);
    if (other) return { listener: other.listener, taken };
  }
  return { listener: await tryListen(0), taken };
}

async function attempt<T>(port: number, tryListen: (port: number) => Promise<T>): Promise<{ listener: T } | undefined> {
  try {
    return { listener: await tryListen(port) };
  } catch (thrown) {
    if (refusals.has((thrown as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw thrown;
  }
}

/** The error that tells who has a port. */
export async function portTaken(port: number, address: string): Promise<ConpaasError> {
  const owner = await portOwner(port, address);
  const text = owner ? `${owner.program} (process ${owner.pid})` : 'another program, or reserved by the system';
  return new ConpaasError('PORT_TAKEN', { port, address, owner: text });
}
