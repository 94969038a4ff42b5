import { describe, expect, it } from 'vitest';
import { FakeCloud } from '../applications/fakes.ts';
import { domain, uid } from '../applications/harness.ts';
import { hourMs, minuteMs } from './fake-computer.ts';

const signal = new AbortController().signal;
type Domain = ReturnType<typeof domain>;

const balance = ({ store }: Domain) => store.credits.balance(uid) ?? Number.NaN;
const setBalance = ({ store }: Domain, credit: number) => store.credits.setBalance(uid, credit);
const entries = ({ credits }: Domain) => credits.history(uid, { limit: 500 });

function withService(all = domain()) {
  const { aid } = all.applications.create(uid, 'shop');
  const { sid } = all.store.services.create(aid, { type: 'php', name: 'Pages' });
  const nodes = (count: number, requestId = 'request-1') =>
    all.instances.createNodes(
      {
        uid,
        aid,
        sid,
        serviceType: 'php',
        requestId,
        nodes: Array.from({ length: count }, () => ({ role: 'backend', cloud: 'default' })),
      },
      signal,
    );
  return { ...all, aid, sid, nodes };
}

/** Runs for so long, looking every minute. */
function run({ computer, scheduler }: Domain, minutes: number): void {
  for (let minute = 0; minute < minutes; minute += 1) {
    computer.run(minuteMs);
    scheduler.pass();
  }
}

describe('an instance', () => {
  it('costs 1, 1, 2, 2 and 3 credits at 0, 59, 60, 61 and 120 minutes', async () => {
    const all = withService();
    await all.nodes(1);
    const paid = [100 - balance(all)];
    for (const minutes of [59, 1, 1, 59]) {
      run(all, minutes);
      paid.push(100 - balance(all));
    }
    expect(paid).toEqual([1, 1, 2, 2, 3]);
  });

  it('pays its own hours, whatever others of the same user pay', async () => {
    const all = withService();
    await all.nodes(1, 'request-1');
    run(all, 30);
    await all.nodes(1, 'request-2');
    run(all, 30);
    expect(100 - balance(all)).toBe(3);
    run(all, 30);
    expect(100 - balance(all)).toBe(4);
    expect(all.store.instances.list().map(({ charged }) => charged)).toEqual([2, 2]);
  });

  it('is on the bill by its name, hour by hour', async () => {
    const all = withService();
    const [node] = await all.nodes(1);
    run(all, 60);
    expect(entries(all)).toMatchObject([
      { kind: 'charge', change: -1, balance: 98, text: 'Node of service Pages of application shop, hour 2' },
      { kind: 'charge', change: -1, balance: 99, vmid: node?.vmid, aid: all.aid, sid: all.sid },
      { kind: 'initial', change: 100, balance: 100, by: null },
    ]);
  });

  it('is not charged again for an hour that is on the bill already', async () => {
    const all = withService();
    const [node] = await all.nodes(1);
    run(all, 60);
    // As after a database that lost its last write of the record, but not of the bill.
    all.store.instances.pay(node?.vmid ?? '', { charged: 1, paidUntil: hourMs });
    all.scheduler.pass();
    expect(100 - balance(all)).toBe(2);
    expect(all.store.instances.get(node?.vmid ?? '')?.charged).toBe(2);
  });

  it('costs nothing any more while it is being destroyed', async () => {
    const all = withService();
    const [node] = await all.nodes(1);
    all.store.instances.update(node?.vmid ?? '', { state: 'destroying' });
    run(all, 120);
    expect(100 - balance(all)).toBe(1);
  });
});

describe('a request that cannot be paid', () => {
  it('is refused with the text of ConPaaS 2.1 before anything is made', async () => {
    const all = withService();
    setBalance(all, 0);
    await expect(all.nodes(1)).rejects.toThrow(/^Insufficient credits$/);
    expect([all.cloud.instances.size, all.store.instances.list().length]).toEqual([0, 0]);
  });

  it('for several nodes is paid as a whole or not at all', async () => {
    const all = withService();
    setBalance(all, 2);
    await expect(all.nodes(3)).rejects.toThrow('Insufficient credits');
    expect([balance(all), all.cloud.instances.size]).toEqual([2, 0]);
    await all.nodes(2);
    expect([balance(all), all.cloud.instances.size]).toEqual([0, 2]);
  });

  it('cannot slip through beside another: of two starts at once with one credit one is refused', async () => {
    const all = withService();
    setBalance(all, 1);
    const outcomes = await Promise.allSettled([all.nodes(1, 'request-1'), all.nodes(1, 'request-2')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect([balance(all), all.cloud.instances.size]).toEqual([0, 1]);
  });
});

describe('an hour is given back', () => {
  it('when the instance could not be made', async () => {
    const all = withService();
    all.cloud.beforeCreate = async () => {
      throw new Error('the cloud is away');
    };
    await expect(all.nodes(2)).rejects.toThrow('the cloud is away');
    expect(balance(all)).toBe(100);
    expect(entries(all).map(({ kind }) => kind)).toEqual(['refund', 'refund', 'charge', 'charge', 'initial']);
  });

  it('when another one of the same request could not be made', async () => {
    const all = withService();
    let count = 0;
    all.cloud.beforeCreate = async () => {
      count += 1;
      if (count === 2) throw new Error('the cloud is full');
    };
    await expect(all.nodes(3)).rejects.toThrow('the cloud is full');
    expect(balance(all)).toBe(100);
  });

  it('when the Director was killed before the instance was there', async () => {
    const first = withService();
    const asked = Promise.withResolvers<void>();
    first.cloud.beforeCreate = () => {
      asked.resolve();
      return new Promise(() => undefined);
    };
    void first.nodes(1).catch(() => undefined);
    await asked.promise;
    expect(balance(first)).toBe(99);
    first.kill();
    const second = first.again();
    await second.reconciler.start();
    expect(balance(second)).toBe(100);
    expect(entries(second)[0]).toMatchObject({ kind: 'refund', change: 1 });
  });

  it('but not for one that was made and is destroyed', async () => {
    const all = withService();
    const [node] = await all.nodes(1);
    await all.instances.destroy(node?.vmid ?? '');
    expect(balance(all)).toBe(99);
  });
});

describe('a Director that was away', () => {
  it('charges what ran on meanwhile, in one pass', async () => {
    const first = withService();
    await first.nodes(1);
    first.kill();
    first.computer.run(5 * hourMs + minuteMs);
    const second = first.again();
    second.scheduler.pass();
    expect(100 - balance(second)).toBe(6);
    second.scheduler.pass();
    expect(100 - balance(second)).toBe(6);
  });

  it('charges nothing for the time in which the computer was off', async () => {
    const first = withService();
    await first.nodes(1);
    run(first, 59);
    first.kill();
    first.computer.off(48 * hourMs);
    const second = first.again();
    second.scheduler.pass();
    expect(100 - balance(second)).toBe(1);
    run(second, 2);
    expect(100 - balance(second)).toBe(2);
  });

  it('charges instances elsewhere for the time in which this computer was off', async () => {
    const cloud = new FakeCloud();
    cloud.runsOnThisComputer = false;
    const first = withService(domain(undefined, cloud));
    await first.nodes(1);
    first.kill();
    first.computer.off(10 * hourMs);
    const second = first.again();
    second.scheduler.pass();
    expect(100 - balance(second)).toBe(11);
  });
});

describe('switching charging off', () => {
  it('charges and refuses nothing, and begins a new hour when it is switched on again', async () => {
    const all = withService();
    await all.nodes(1);
    all.settings.update({ creditsEnabled: false });
    setBalance(all, 0);
    await all.nodes(1, 'request-2');
    run(all, 180);
    expect(balance(all)).toBe(0);
    setBalance(all, 10);
    all.settings.update({ creditsEnabled: true });
    all.scheduler.pass();
    expect(balance(all)).toBe(8);
    run(all, 59);
    expect(balance(all)).toBe(8);
    run(all, 1);
    expect(balance(all)).toBe(6);
  });
});
