import type { Clouds } from '../clouds/clouds.ts';
import { ConpaasError } from '../contract/errors.ts';
import { aboutNothing } from '../store/credits.ts';
import type { BilledInstance, DueInstance, InstanceRecord } from '../store/instances.ts';
import type { Store } from '../store/store.ts';
import type { Meter, Meters } from './meter.ts';
import { hourMs } from './outlook.ts';

export interface HoursOptions {
  store: Store;
  clouds: Clouds;
  meter: Meter;
  /** Whether anything is charged at all. */
  enabled: () => boolean;
}

export interface ApplicationId {
  uid: number;
  aid: number;
}

/** What came of looking for hours that have to be paid. */
export interface Collection {
  /** Users whose balance changed. */
  users: number[];
  /** Applications of which an hour has to be paid that cannot be. */
  unpaid: ApplicationId[];
}

interface Hour {
  instance: BilledInstance;
  /** From 1. */
  number: number;
  /** Where it ends on the meter. */
  until: number;
}

/** An hour that began and is not paid. */
interface DueHour extends Hour {
  /** How long ago it began, in milliseconds; an hour or more: it is over. */
  age: number;
}

/** Pays the hours of instances, each when it begins. Every hour of every instance is paid once at most. */
export class Hours {
  readonly #options: HoursOptions;

  constructor(options: HoursOptions) {
    this.#options = options;
  }

  /** Where the meter is that the instances of a cloud are counted on. */
  meterOf(cloud: string, meters: Meters): number {
    const here = this.#options.clouds.all().find(({ name }) => name === cloud)?.runsOnThisComputer ?? false;
    return here ? meters.here : meters.elsewhere;
  }

  /**
   * Pays the first hour of instances of one user that were just recorded, of all or none. To be called in the transaction that
   * writes their records, which writes nothing when this throws.
   * @throws ConpaasError INSUFFICIENT_CREDITS
   */
  begin(uid: number, records: readonly Pick<InstanceRecord, 'vmid' | 'cloud'>[]): void {
    const { store, meter, enabled } = this.#options;
    if (!enabled() || records.length === 0) return;
    const balance = store.credits.balance(uid) ?? 0;
    if (balance < records.length) throw new ConpaasError('INSUFFICIENT_CREDITS');
    const meters = meter.advance();
    const time = new Date().toISOString();
    let left = balance;
    for (const { vmid, cloud } of records) {
      const instance = store.instances.billed(vmid);
      const until = this.meterOf(cloud, meters) + hourMs;
      if (instance) left = this.#pay({ instance, number: 1, until }, left, time);
    }
    store.credits.setBalance(uid, left);
  }

  /** Gives the first hour back of an instance that could not be made. To be called in the transaction that deletes its record. */
  giveBack({ vmid, uid, charged }: InstanceRecord): void {
    const { credits, instances } = this.#options.store;
    const instance = instances.billed(vmid);
    if (charged === 0 || !instance) return;
    const { aid, sid } = instance;
    const balance = (credits.balance(uid) ?? 0) + 1;
    credits.setBalance(uid, balance);
    const text = `${nameOf(instance)} could not be made`;
    const entry = { uid, time: new Date().toISOString(), change: 1, balance, kind: 'refund' as const, text };
    credits.insert({ ...aboutNothing, ...entry, aid, sid, vmid });
  }

  /**
   * Pays every hour that has begun, in one transaction. Applications pay as a whole, the one first whose hour began first; hours that
   * are over already, of instances that ran while nobody looked, are paid as far as there is credit.
   */
  collect(): Collection {
    const { store, meter, enabled } = this.#options;
    return store.transaction(() => {
      if (!store.instances.any()) return { users: [], unpaid: [] };
      const meters = meter.advance();
      if (enabled()) return this.#collect(meters);
      // Who switches charging on again begins with a new hour and owes nothing for the time between.
      store.instances.forgetPaidTimes();
      return { users: [], unpaid: [] };
    });
  }

  #collect(meters: Meters): Collection {
    const { clouds, store } = this.#options;
    const outcome: Collection = { users: [], unpaid: [] };
    const time = new Date().toISOString();
    const due = clouds.all().flatMap(({ name }) => {
      const meter = this.meterOf(name, meters);
      return store.instances.due(name, meter).map((instance) => ({ instance, meter }));
    });
    for (const [uid, instances] of Map.groupBy(due, ({ instance }) => instance.uid)) {
      const balance = store.credits.balance(uid) ?? 0;
      const applications = Map.groupBy(instances, ({ instance }) => instance.aid);
      const bills = [...applications].map(([aid, parts]) => ({
        aid,
        hours: parts.flatMap(({ instance, meter }) => hoursDue(instance, meter, balance)).sort(byAge),
      }));
      let left = balance;
      for (const { aid, hours } of bills.sort(byOldestHour)) {
        const enough = hours.length <= left;
        const paid = enough ? hours : hours.filter(({ age }) => age >= hourMs).slice(0, left);
        for (const hour of paid) left = this.#pay(hour, left, time);
        if (!enough) outcome.unpaid.push({ uid, aid });
      }
      if (left === balance) continue;
      store.credits.setBalance(uid, left);
      outcome.users.push(uid);
    }
    return outcome;
  }

  /** Writes one hour down as paid. @returns the balance after it, which the caller writes */
  #pay({ instance, number, until }: Hour, balance: number, time: string): number {
    const { credits, instances } = this.#options.store;
    const { uid, aid, sid, vmid } = instance;
    const left = balance - 1;
    const text = `${nameOf(instance)}, hour ${number}`;
    const entry = { uid, time, change: -1, balance: left, kind: 'charge' as const, text };
    const isNew = credits.insert({ ...entry, aid, sid, vmid, hour: number, byUid: null });
    instances.pay(vmid, { charged: number, paidUntil: until });
    return isNew ? left : balance;
  }
}

function nameOf({ application, service }: BilledInstance): string {
  return service === null
    ? `Manager of application ${application}`
    : `Node of service ${service} of application ${application}`;
}

/** The hours of an instance that have begun and are not paid, but no more than show that the balance does not suffice. */
function hoursDue(instance: DueInstance, meter: number, balance: number): DueHour[] {
  const from = instance.paidUntil ?? meter;
  const count = Math.min(Math.floor((meter - from) / hourMs) + 1, balance + 1);
  return Array.from({ length: count }, (_, index) => {
    const begun = from + index * hourMs;
    return { instance, number: instance.charged + 1 + index, age: meter - begun, until: begun + hourMs };
  });
}

const byAge = (one: DueHour, other: DueHour) => other.age - one.age;

interface Bill {
  aid: number;
  hours: DueHour[];
}
const byOldestHour = (one: Bill, other: Bill) =>
  (other.hours[0]?.age ?? 0) - (one.hours[0]?.age ?? 0) || one.aid - other.aid;
