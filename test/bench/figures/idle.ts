import { setTimeout as wait } from 'node:timers/promises';
import type { Bench, Figure } from '../figure.ts';
import { median } from '../median.ts';
import { type ProcessTime, processTimes } from '../processes.ts';
import { openSite } from '../site.ts';

const settleMs = 10_000;

/** Seconds that were used between two readings, by program. Processes that came meanwhile count whole. */
function used(before: readonly ProcessTime[], after: readonly ProcessTime[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { pid, name, seconds } of after) {
    const earlier = before.find((one) => one.pid === pid)?.seconds ?? 0;
    sums.set(name, (sums.get(name) ?? 0) + seconds - earlier);
  }
  return sums;
}

/** What Director, manager, agent and servers of one PHP application use when nobody asks for anything and no page is open. */
export const idle: Figure = {
  name: 'idle',
  async measure(bench: Bench) {
    const { director } = await openSite(bench);
    const pid = director.process.pid ?? 0;
    await wait(settleMs);
    const windowSeconds = bench.quick ? 10 : 30;
    const shares: number[] = [];
    const byProgram = new Map<string, number[]>();
    for (let run = 1; run <= (bench.quick ? 1 : 3); run += 1) {
      const before = await processTimes(pid, director.directory);
      const begun = performance.now();
      await wait(windowSeconds * 1000);
      const sums = used(before, await processTimes(pid, director.directory));
      const share = (seconds: number) => (seconds / ((performance.now() - begun) / 1000)) * 100;
      shares.push(share([...sums.values()].reduce((sum, seconds) => sum + seconds, 0)));
      for (const [name, seconds] of sums) byProgram.set(name, [...(byProgram.get(name) ?? []), share(seconds)]);
    }
    const parts = [...byProgram].map(([name, values]) => `${name} ${median(values).toFixed(2)}`);
    return [
      {
        figure: 'Idle processor time with one running PHP application',
        ours: median(shares),
        unit: '% of a core',
        target: { most: 0.5 },
        note: parts.join(', '),
      },
    ];
  },
};
