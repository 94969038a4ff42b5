import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { root } from '../../../build/parts.ts';
import type { Bench, Figure } from '../figure.ts';
import { median, range } from '../median.ts';
import { residentMegabytes } from '../processes.ts';

/** When memory is read: what was needed for the start only has been let go by then, as far as it ever is. */
const idleMs = 5000;

interface Life {
  startMs: number;
  megabytes: number;
}

/** Runs the program as `npm run serve` does until it says that it listens, and for `restMs` more. */
async function live(directory: string, restMs: number): Promise<Life> {
  const program = [join(root, 'dist/serve.js'), '--data-dir', directory, '--port', '0', '--api-port', '0'];
  const begun = performance.now();
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) if (line.includes('#launch=')) break;
  const startMs = performance.now() - begun;
  await wait(restMs);
  const megabytes = child.pid === undefined ? Number.NaN : residentMegabytes(child.pid);
  child.kill('SIGTERM');
  await exit;
  return { startMs, megabytes };
}

/** From the start of the program to both ports listening, and what it holds when nothing is asked of it. */
export const directorStart: Figure = {
  name: 'director',
  async measure(bench: Bench) {
    const used = await bench.folder();
    // The first start makes the keys and compiles the code; it is one of the fresh ones.
    const fresh = [await live(used, 1000)];
    const again: Life[] = [];
    for (let run = 1; run <= (bench.quick ? 2 : 7); run += 1) {
      again.push(await live(used, idleMs));
      if (fresh.length < (bench.quick ? 1 : 7)) fresh.push(await live(await bench.folder(), 0));
    }
    const times = (lives: readonly Life[]) => lives.map(({ startMs }) => startMs);
    const memory = again.map(({ megabytes }) => megabytes);
    return [
      {
        figure: 'Director: start to listening',
        ours: median(times(again)),
        unit: 'ms',
        target: { most: 400 },
        note: range(times(again)),
      },
      {
        figure: 'Director: first start, on a new data folder',
        ours: median(times(fresh)),
        unit: 'ms',
        target: { most: 400 },
        note: range(times(fresh)),
      },
      {
        figure: 'Director: resident memory when idle',
        ours: median(memory),
        unit: 'MB',
        target: { most: 110 },
        note: range(memory),
      },
    ];
  },
};
