import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Bench } from '../figure.ts';

const address = '127.0.0.1';

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, 'listening');
  const place = server.address();
  server.close();
  await once(server, 'close');
  if (place === null || typeof place === 'string') throw new Error('no port');
  return place.port;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, address);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

export interface HandServer {
  command: string;
  arguments: readonly string[];
  folder: string;
  port: number;
  /** Ends it with all its processes. */
  stopSignal: NodeJS.Signals;
}

/** Starts a server that somebody would have set up by hand, and waits until it listens; it ends with the figure. */
export async function startByHand(bench: Bench, server: HandServer): Promise<void> {
  const { command, folder, port, stopSignal } = server;
  const output = openSync(join(folder, 'output.log'), 'a');
  // In a session of its own, as ours are: Linux shares processors out by sessions.
  const child = spawn(command, server.arguments, { cwd: folder, stdio: ['ignore', output, output], detached: true });
  let end: string | undefined;
  const exit = once(child, 'exit').then(
    ([code, signal]) => {
      end = `it ended with ${signal ?? code}`;
    },
    (error: Error) => {
      end = error.message;
    },
  );
  bench.defer(async () => {
    child.kill(stopSignal);
    await exit;
  });
  while (!(await listens(port))) {
    if (end !== undefined) throw new Error(`${command}: ${end}: ${await readFile(join(folder, 'output.log'), 'utf8')}`);
    await wait(10);
  }
}
