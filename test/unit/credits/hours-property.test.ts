import { describe, expect, it } from 'vitest';
import { FakeCloud } from '../applications/fakes.ts';
import { domain, uid } from '../applications/harness.ts';
import { FakeComputer, hourMs, minuteMs } from './fake-computer.ts';

/** Numbers that look random and are the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Domain = ReturnType<typeof domain>;
const credit = 100_000;

function begin(computer: FakeComputer, runsOnThisComputer: boolean) {
  const cloud = new FakeCloud();
  cloud.runsOnThisComputer = runsOnThisComputer;
  const first = domain(undefined, cloud, undefined, computer);
  first.store.credits.setBalance(uid, credit);
  const { aid } = first.applications.create(uid, 'shop');
  const { sid } = first.store.services.create(aid, { type: 'php', name: 'Pages' });
  const request = { uid, aid, sid, serviceType: 'php', requestId: 'request-1' };
  const nodes = [{ role: 'backend', cloud: 'default' }];
  return { first, made: first.instances.createNodes({ ...request, nodes }, new AbortController().signal) };
}

/** Lives through a random history. @returns how long the instance ran, as the rules of its cloud count it */
async function live(seed: number, computer: FakeComputer, here: boolean, tellsSleep: boolean) {
  const next = random(seed);
  const between = (least: number, most: number) => Math.round(least + next() * (most - least));
  const { first, made } = begin(computer, here);
  await made;
  let director: Domain = first;
  let ran = 0;
  /** Time on this computer that no look has seen yet, and that going off would lose. */
  let unseen = 0;
  const pass = () => {
    director.scheduler.pass();
    ran += unseen;
    unseen = 0;
  };
  for (let step = 0; step < 120; step += 1) {
    const kind = next();
    if (kind < 0.5) {
      const time = between(1, 2 * minuteMs);
      computer.run(time);
      unseen += time;
      if (next() < 0.9 || !tellsSleep) pass();
    } else if (kind < 0.65) {
      pass();
      const time = between(tellsSleep ? 1 : 4 * minuteMs, 9 * hourMs);
      computer.sleep(time);
      // A pause that nothing tells apart from sleep counts as two minutes and a half at most.
      unseen += here ? (tellsSleep ? 0 : 150_000) : time;
      pass();
    } else if (kind < 0.8) {
      computer.jump(between(-48 * hourMs, 48 * hourMs));
    } else if (kind < 0.9) {
      if (!tellsSleep) pass();
      director.kill();
      const time = between(0, 7 * hourMs);
      computer.run(time);
      if (tellsSleep || !here) unseen += time;
      director = director.again();
      pass();
    } else {
      pass();
      director.kill();
      const time = between(minuteMs, 30 * hourMs);
      computer.off(time);
      if (!here) unseen += time;
      director = director.again();
      pass();
    }
  }
  pass();
  const paid = credit - (director.store.credits.balance(uid) ?? Number.NaN);
  director.kill();
  return { paid, ran };
}

/** The hour under way is paid, so a full hour is the beginning of the next. */
const hoursBegun = (ran: number) => Math.floor(ran / hourMs) + 1;

describe('whatever happens to the computer, the hours paid are the hours run, rounded up', () => {
  const seeds = [1, 2, 3, 4, 5, 6];

  it.each(seeds)('on this computer, over sleep, restarts and clocks that jump (history %i)', async (seed) => {
    const { paid, ran } = await live(seed, new FakeComputer(), true, true);
    expect(paid).toBe(hoursBegun(ran));
  });

  it.each(seeds)(
    'elsewhere, where instances run on while this computer sleeps or is off (history %i)',
    async (seed) => {
      const { paid, ran } = await live(seed, new FakeComputer(), false, true);
      expect(paid).toBe(hoursBegun(ran));
    },
  );

  it.each(seeds)('on a computer that does not tell how long it slept (history %i)', async (seed) => {
    const { paid, ran } = await live(seed, new FakeComputer({ tellsSleep: false }), true, false);
    expect(paid).toBe(hoursBegun(ran));
  });
});
