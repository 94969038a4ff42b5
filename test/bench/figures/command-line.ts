import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../../build/parts.ts';
import type { Figure } from '../figure.ts';
import { median, millisecondsOf, range } from '../median.ts';
import { openDirector } from '../site.ts';

const run = promisify(execFile);

/** From the start of the process to its end, as a shell sees it. */
export const commandLine: Figure = {
  name: 'cps-tools',
  async measure(bench) {
    const { client, directory } = await openDirector(bench);
    await client.createApplication({ body: { name: 'shop' } });
    const call = [join(root, 'dist/cli.js'), '--data-dir', directory, 'application', 'list'];
    const { stdout } = await run(process.execPath, call);
    if (!stdout.includes('shop')) throw new Error(`cps-tools printed ${stdout}`);
    const times: number[] = [];
    for (let round = 0; round < (bench.quick ? 5 : 21); round += 1)
      times.push(await millisecondsOf(() => run(process.execPath, call)));
    return [
      {
        figure: 'cps-tools application list, the whole process',
        ours: median(times),
        unit: 'ms',
        target: { most: 250 },
        note: range(times),
      },
    ];
  },
};
