import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ConpaasError } from '../../contract/errors.ts';
import type { Place } from '../../wire/method.ts';

/** A port of an address, or the path of a socket. */
export type Listening = Place | { path: string };

/**
 * Makes sure that a server about to start will be the one that answers on its port.
 * @throws ConpaasError PORT_TAKEN
 */
export async function expectFree({ address, port }: Place): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new ConpaasError('PORT_TAKEN', { port, address, owner: 'another program' }) : error);
    });
    probe.listen(port, address, () => probe.close(() => resolve()));
  });
}

export function connectTo(place: Listening): Socket {
  return 'path' in place ? connect(place.path) : connect(place.port, place.address);
}

function accepts(place: Listening): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTo(place);
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/** Resolves when something accepts connections there. @throws the signal's reason */
export async function untilListening(place: Listening, signal: AbortSignal): Promise<void> {
  for (let waitMs = 4; !(await accepts(place)); waitMs = Math.min(100, waitMs * 1.5)) {
    signal.throwIfAborted();
    await delay(waitMs, undefined, { signal });
  }
}
