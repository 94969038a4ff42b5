import { describe, expect, it } from 'vitest';
import { runsOutIn } from '../../../director/credits/outlook.ts';
import { domain, uid } from '../applications/harness.ts';
import { hourMs, minuteMs } from './fake-computer.ts';

type Domain = ReturnType<typeof domain>;

/** A running application: its manager is one instance. */
async function running(all: Domain, name = 'shop') {
  const { aid } = all.applications.create(uid, name);
  await all.operations.wait(all.applications.start(uid, aid, undefined).id);
  return aid;
}
const wallIn = ({ computer }: Domain, milliseconds: number) =>
  new Date(computer.read().wall + milliseconds).toISOString();

describe('where a user stands', () => {
  it('is plenty while nothing runs, and tells no time', () => {
    expect(domain().credits.of(uid)).toEqual({
      enabled: true,
      balance: 100,
      instances: 0,
      nextCharge: null,
      runsOut: null,
      level: 'plenty',
    });
  });

  it('tells when the next hour begins and when the first one cannot be paid', async () => {
    const all = domain();
    await running(all);
    all.computer.run(20 * minuteMs);
    expect(all.credits.of(uid)).toMatchObject({
      balance: 99,
      instances: 1,
      nextCharge: wallIn(all, 40 * minuteMs),
      runsOut: wallIn(all, 40 * minuteMs + 99 * hourMs),
      level: 'plenty',
    });
  });

  it('is low three hours before the end, and empty with nothing left', async () => {
    const all = domain();
    await running(all);
    all.store.credits.setBalance(uid, 3);
    expect(all.credits.of(uid).level).toBe('plenty');
    all.store.credits.setBalance(uid, 2);
    expect(all.credits.of(uid)).toMatchObject({ level: 'low', runsOut: wallIn(all, 3 * hourMs) });
    all.store.credits.setBalance(uid, 0);
    expect(all.credits.of(uid)).toMatchObject({ level: 'empty', runsOut: wallIn(all, hourMs) });
  });

  it('is always plenty where nothing is charged', async () => {
    const all = domain();
    await running(all);
    all.settings.update({ creditsEnabled: false });
    all.store.credits.setBalance(uid, 0);
    expect(all.credits.of(uid)).toMatchObject({ enabled: false, instances: 1, nextCharge: null, level: 'plenty' });
  });

  it('is told anew when charging is switched on or off', () => {
    const all = domain();
    all.settings.update({ creditsEnabled: false });
    all.credits.switched();
    expect(all.seen.at(-1)).toMatchObject({ type: 'credit.changed', credit: { enabled: false } });
  });

  it('is not known of somebody who does not exist', () => {
    expect(() => domain().credits.of(99)).toThrow('There is no user 99');
    expect(() => domain().credits.history(99, { limit: 1 })).toThrow('There is no user 99');
    expect(() => domain().credits.add(uid, 99, 1)).toThrow('There is no user 99');
  });

  it('fits into a date with a billion credits', async () => {
    const all = domain();
    await running(all);
    all.store.credits.setBalance(uid, 1_000_000_000);
    expect(all.credits.of(uid).runsOut).toBe('9999-12-31T23:59:59.999Z');
  });
});

describe('the first hour that is not paid', () => {
  it.each([
    { balance: 0, left: [10, 30], expected: 10 },
    { balance: 1, left: [30, 10], expected: 30 },
    { balance: 2, left: [10, 30], expected: hourMs + 10 },
    { balance: 5, left: [10, 30], expected: 2 * hourMs + 30 },
    { balance: 3, left: [-5], expected: 3 * hourMs },
    { balance: 3, left: [], expected: null },
  ])('with $balance credits and $left left is in $expected', ({ balance, left, expected }) => {
    expect(runsOutIn(balance, left)).toBe(expected);
  });
});

describe('an estimate', () => {
  it('tells what more instances cost and until when it lasts', async () => {
    const all = domain();
    await running(all);
    all.computer.run(30 * minuteMs);
    expect(all.credits.estimate(uid, 2)).toEqual({
      enabled: true,
      instances: 2,
      balance: 99,
      perHourNow: 1,
      perHourAfter: 3,
      // 97 are left: 32 whole rounds of three, and one more for the manager, whose hour ends first.
      runsOutAfter: wallIn(all, 33 * hourMs),
      enough: true,
    });
  });

  it('says that it would be refused, as starting does', () => {
    const all = domain();
    expect(all.credits.estimate(uid, 101)).toMatchObject({ enough: false, runsOutAfter: null });
    expect(() => all.credits.requireSome(uid, 101)).toThrow(/^Insufficient credits$/);
    expect(() => all.credits.requireSome(uid, 100)).not.toThrow();
    all.settings.update({ creditsEnabled: false });
    expect(all.credits.estimate(uid, 101)).toMatchObject({ enabled: false, enough: true, runsOutAfter: null });
    expect(() => all.credits.requireSome(uid, 101)).not.toThrow();
  });
});

describe('an administrator', () => {
  it('gives and takes, never below 0, and is named in the history', () => {
    const all = domain();
    expect(all.credits.add(uid, uid, 20, ' For the course ')).toMatchObject({ balance: 120 });
    expect(all.credits.add(uid, uid, -500)).toMatchObject({ balance: 0, level: 'empty' });
    expect(all.credits.history(uid, { limit: 2 })).toMatchObject([
      { kind: 'grant', change: -120, balance: 0, text: 'Taken by an administrator', by: 'owner' },
      { kind: 'grant', change: 20, balance: 120, text: 'For the course', by: 'owner' },
    ]);
  });

  it('tells the user by an event', () => {
    const all = domain();
    all.credits.add(uid, uid, 5);
    expect(all.seen).toContainEqual({ type: 'credit.changed', credit: expect.objectContaining({ balance: 105 }) });
  });
});

describe('the history', () => {
  it('is read page by page, newest first', () => {
    const all = domain();
    for (let change = 1; change <= 5; change += 1) all.credits.add(uid, uid, change);
    const first = all.credits.history(uid, { limit: 3 });
    expect(first.map(({ change }) => change)).toEqual([5, 4, 3]);
    const rest = all.credits.history(uid, { limit: 100, before: first.at(-1)?.id });
    expect(rest.map(({ change }) => change)).toEqual([2, 1, 100]);
  });

  it('forgets old payments and keeps what was given', async () => {
    const all = domain();
    await running(all);
    expect(all.store.credits.deleteOld('2100-01-01T00:00:00.000Z')).toBe(1);
    expect(all.credits.history(uid, { limit: 10 }).map(({ kind }) => kind)).toEqual(['initial']);
  });
});
