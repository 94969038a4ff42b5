import { describe, expect, it } from 'vitest';
import { CreditScheduler } from '../../../director/credits/scheduler.ts';
import { domain, uid } from '../applications/harness.ts';
import { ManualClock } from '../operations/manual-clock.ts';
import { hourMs, minuteMs } from './fake-computer.ts';

type Domain = ReturnType<typeof domain>;

async function running(all: Domain, name: string): Promise<number> {
  const { aid } = all.applications.create(uid, name);
  await all.operations.wait(all.applications.start(uid, aid, undefined).id);
  return aid;
}

/** Waits until no operation is under way any more. */
async function settled({ operations }: Domain): Promise<void> {
  for (const { id } of operations.list({ uid, state: 'running' })) await operations.wait(id);
}
const state = ({ applications }: Domain, aid: number) => applications.get(uid, aid).state;

describe('an application whose hour cannot be paid', () => {
  it('is stopped, with the reason, and keeps code and data', async () => {
    const all = domain();
    const aid = await running(all, 'shop');
    await all.services.add(uid, aid, 'php', 'Pages');
    all.store.credits.setBalance(uid, 0);
    all.computer.run(hourMs);
    all.scheduler.pass();
    const [stop] = all.operations.list({ aid, state: 'running' });
    await settled(all);
    expect(all.applications.get(uid, aid)).toMatchObject({ state: 'STOPPED', reason: { code: 'CREDITS_EXHAUSTED' } });
    expect(all.operations.get(stop?.id ?? '')).toMatchObject({
      kind: 'application.stop',
      state: 'succeeded',
      log: [
        { text: 'Application "shop" was stopped because no credit was left for its next hour.' },
        ...(stop?.log ?? []),
      ],
    });
    expect(all.services.list(uid, aid)).toHaveLength(1);
    expect([all.cloud.instances.size, all.cloud.storage.length]).toEqual([0, 0]);
    expect(all.credits.of(uid).balance).toBe(0);
  });

  it('runs until its hour is over, whatever the balance', async () => {
    const all = domain();
    const aid = await running(all, 'shop');
    all.store.credits.setBalance(uid, 0);
    all.computer.run(hourMs - minuteMs);
    all.scheduler.pass();
    expect(state(all, aid)).toBe('RUNNING');
    expect(all.operations.running(aid)).toEqual([]);
  });

  it('can be started again when an administrator has added credits, not before', async () => {
    const all = domain();
    const aid = await running(all, 'shop');
    all.store.credits.setBalance(uid, 0);
    all.computer.run(hourMs);
    all.scheduler.pass();
    await settled(all);
    expect(() => all.applications.start(uid, aid, undefined)).toThrow(/^Insufficient credits$/);
    all.credits.add(uid, uid, 10);
    await all.operations.wait(all.applications.start(uid, aid, undefined).id);
    expect(all.applications.get(uid, aid)).toMatchObject({ state: 'RUNNING', reason: null });
    expect(all.credits.of(uid).balance).toBe(9);
  });

  it('is the one whose hour begins; another one runs on until its own does', async () => {
    const all = domain();
    const older = await running(all, 'older');
    all.computer.run(30 * minuteMs);
    const younger = await running(all, 'younger');
    all.store.credits.setBalance(uid, 0);
    all.computer.run(30 * minuteMs);
    all.scheduler.pass();
    await settled(all);
    expect([state(all, older), state(all, younger)]).toEqual(['STOPPED', 'RUNNING']);
    all.computer.run(30 * minuteMs);
    all.scheduler.pass();
    await settled(all);
    expect(state(all, younger)).toBe('STOPPED');
  });

  it('is the younger one of two whose hours begin together, while the credit pays for one', async () => {
    const all = domain();
    const first = await running(all, 'first');
    const second = await running(all, 'second');
    all.store.credits.setBalance(uid, 1);
    all.computer.run(hourMs);
    all.scheduler.pass();
    await settled(all);
    expect([state(all, first), state(all, second)]).toEqual(['RUNNING', 'STOPPED']);
    expect(all.credits.of(uid).balance).toBe(0);
  });

  it('pays what ran already as far as there is credit, and is stopped once', async () => {
    const all = domain();
    const aid = await running(all, 'shop');
    all.store.credits.setBalance(uid, 2);
    all.computer.run(5 * hourMs);
    all.scheduler.pass();
    all.scheduler.pass();
    await settled(all);
    expect(all.operations.list({ aid }).filter(({ kind }) => kind === 'application.stop')).toHaveLength(1);
    expect(all.credits.of(uid).balance).toBe(0);
    expect(all.credits.history(uid, { limit: 2 })).toMatchObject([{ text: expect.stringContaining('hour 3') }, {}]);
  });

  it('keeps its reason when the Director is killed while it stops', async () => {
    const first = domain();
    const aid = await running(first, 'shop');
    first.store.credits.setBalance(uid, 0);
    const asked = Promise.withResolvers<void>();
    first.cloud.beforeDestroy = () => {
      asked.resolve();
      return new Promise(() => undefined);
    };
    first.computer.run(hourMs);
    first.scheduler.pass();
    await asked.promise;
    first.kill();
    first.cloud.beforeDestroy = async () => undefined;
    const second = first.again();
    await second.reconciler.start();
    for (const { id } of second.operations.recover()) await second.operations.wait(id);
    expect(second.applications.get(uid, aid)).toMatchObject({
      state: 'STOPPED',
      reason: { code: 'CREDITS_EXHAUSTED' },
    });
  });
});

describe('a service', () => {
  it('is not started or enlarged without credit, and its manager is not even asked', async () => {
    const all = domain();
    const aid = await running(all, 'shop');
    const { sid } = await all.services.add(uid, aid, 'php', 'Pages');
    all.store.credits.setBalance(uid, 0);
    await expect(all.services.start(uid, aid, sid, undefined)).rejects.toThrow(/^Insufficient credits$/);
    await expect(all.services.addNodes(uid, aid, sid, { web: 1 }, undefined)).rejects.toThrow(/^Insufficient credits$/);
    await expect(all.services.replaceNode(uid, aid, sid, 'iaas1')).rejects.toThrow(/^Insufficient credits$/);
    expect(all.wire.calls.map(({ method }) => method)).not.toContain('start_service');
  });

  it('of an application that does not run is refused for that', async () => {
    const all = domain();
    const aid = await running(all, 'shop');
    const { sid } = await all.services.add(uid, aid, 'php', 'Pages');
    await all.operations.wait(all.applications.stop(uid, aid).id);
    all.store.credits.setBalance(uid, 0);
    await expect(all.services.start(uid, aid, sid, undefined)).rejects.toThrow('has not started');
  });
});

describe('a user with little left', () => {
  it('is warned by an event, in the log of a start, and once in the log of the Director', async () => {
    const all = domain();
    const lines: string[] = [];
    const { hours, credits, store, applications } = all;
    const log = { warn: (line: string) => lines.push(line), error: (line: string) => lines.push(line) };
    const stop = () => undefined;
    const scheduler = new CreditScheduler({ store, hours, credits, stop, log });
    store.credits.setBalance(uid, 4);
    const aid = await running(all, 'shop');
    for (let hour = 0; hour < 2; hour += 1) {
      all.computer.run(hourMs);
      scheduler.pass();
    }
    expect(lines).toEqual(['User 1: Credits left: 2. What runs is paid for another 3 h 0 min.']);
    const levels = all.seen.flatMap((event) => (event.type === 'credit.changed' ? [event.credit.level] : []));
    expect(levels.at(-1)).toBe('low');
    await all.operations.wait(applications.stop(uid, aid).id);
    const start = await all.operations.wait(applications.start(uid, aid, undefined).id);
    expect(start.log.at(-1)?.text).toBe('Credits left: 0. What runs is paid for another 1 h 0 min.');
  });
});

describe('the scheduler', () => {
  it('looks at once and every minute until it is stopped', async () => {
    const all = domain();
    await running(all, 'shop');
    const clock = new ManualClock();
    const { hours, credits, store } = all;
    const log = { warn: () => undefined, error: () => undefined };
    const scheduler = new CreditScheduler({ store, hours, credits, stop: () => undefined, log, clock });
    all.computer.run(hourMs);
    scheduler.start();
    expect(credits.of(uid).balance).toBe(98);
    all.computer.run(hourMs);
    clock.advance(minuteMs - 1);
    expect(credits.of(uid).balance).toBe(98);
    clock.advance(1);
    expect(credits.of(uid).balance).toBe(97);
    scheduler.stop();
    expect(clock.pending).toBe(0);
  });

  it('tells what it could not do and goes on with the next look', async () => {
    const all = domain();
    await running(all, 'shop');
    const lines: string[] = [];
    const { hours, credits, store } = all;
    const log = { warn: () => undefined, error: (line: string) => lines.push(line) };
    let broken = true;
    const failing = {
      collect: () => {
        if (broken) throw new Error('the disk is full');
        return hours.collect();
      },
    };
    const scheduler = new CreditScheduler({ store, hours: failing, credits, stop: () => undefined, log });
    all.computer.run(hourMs);
    scheduler.pass();
    expect(lines).toEqual([expect.stringContaining('the disk is full')]);
    broken = false;
    scheduler.pass();
    expect(credits.of(uid).balance).toBe(98);
  });
});
