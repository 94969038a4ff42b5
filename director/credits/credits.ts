import type { Credit, CreditEntry, CreditEstimate } from '../contract/credit.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { EventHub } from '../events/event-hub.ts';
import { aboutNothing, type CreditEntryRecord } from '../store/credits.ts';
import type { PaidTime } from '../store/instances.ts';
import type { Store } from '../store/store.ts';
import type { Hours } from './hours.ts';
import type { Meter } from './meter.ts';
import { hourMs, runsOutIn, warningMs } from './outlook.ts';

export interface CreditsOptions {
  store: Store;
  events: EventHub;
  hours: Hours;
  meter: Meter;
  /** Whether anything is charged at all. */
  enabled: () => boolean;
}

/** What users have and what running costs them. */
export class Credits {
  readonly #options: CreditsOptions;

  constructor(options: CreditsOptions) {
    this.#options = options;
  }

  /** Where a user stands. @throws USER_NOT_FOUND */
  of(uid: number): Credit {
    const balance = this.#balance(uid);
    const enabled = this.#options.enabled();
    const { wall, left } = this.#timeLeft(uid);
    const common = { enabled, balance, instances: left.length };
    if (!enabled) return { ...common, nextCharge: null, runsOut: null, level: 'plenty' };
    const next =
      left.length === 0
        ? null
        : Math.max(
            0,
            left.reduce((one, other) => Math.min(one, other)),
          );
    const end = runsOutIn(balance, left);
    const low = end !== null && end <= warningMs;
    const level = balance <= 0 ? 'empty' : low ? 'low' : 'plenty';
    return { ...common, nextCharge: timeIn(wall, next), runsOut: timeIn(wall, end), level };
  }

  /** What more instances would cost, if they were made now. @throws USER_NOT_FOUND */
  estimate(uid: number, instances: number): CreditEstimate {
    const balance = this.#balance(uid);
    const enabled = this.#options.enabled();
    const { wall, left } = this.#timeLeft(uid);
    const after = [...left, ...Array.from({ length: instances }, () => hourMs)];
    const enough = !enabled || balance >= instances;
    return {
      enabled,
      instances,
      balance,
      perHourNow: left.length,
      perHourAfter: after.length,
      runsOutAfter: enabled && enough ? timeIn(wall, runsOutIn(balance - instances, after)) : null,
      enough,
    };
  }

  /**
   * Refuses what could not be paid, before anything is made. What counts is said again when it is paid (`Hours.begin`).
   * @param instances how many would be made
   * @throws INSUFFICIENT_CREDITS
   */
  requireSome(uid: number, instances: number): void {
    const { enabled, store } = this.#options;
    if (enabled() && (store.credits.balance(uid) ?? 0) < instances) throw new ConpaasError('INSUFFICIENT_CREDITS');
  }

  /** What a user should be told who has little or nothing left; undefined for others. @throws USER_NOT_FOUND */
  warning(uid: number): ConpaasError | undefined {
    const { balance, level, runsOut } = this.of(uid);
    if (level === 'plenty' || runsOut === null) return undefined;
    const left = Date.parse(runsOut) - this.#options.meter.now().wall;
    return new ConpaasError('CREDITS_LOW', { balance, duration: inWords(left) });
  }

  /** Newest first. @param page `before`: only entries older than the one with this id @throws USER_NOT_FOUND */
  history(uid: number, page: { before?: number | undefined; limit: number }): CreditEntry[] {
    this.#balance(uid);
    return this.#options.store.credits.list(uid, page).map((record) => this.#entry(record));
  }

  /**
   * Gives credits to a user, or takes some; never below 0.
   * @param byUid the administrator
   * @param note why, for the user's history
   * @throws USER_NOT_FOUND
   */
  add(byUid: number, uid: number, change: number, note?: string): Credit {
    const { store } = this.#options;
    store.transaction(() => {
      const before = this.#balance(uid);
      const balance = Math.max(0, before + change);
      store.credits.setBalance(uid, balance);
      const text = note?.trim() || (change < 0 ? 'Taken by an administrator' : 'Given by an administrator');
      const entry = {
        uid,
        time: new Date().toISOString(),
        change: balance - before,
        balance,
        kind: 'grant' as const,
        text,
      };
      store.credits.insert({ ...aboutNothing, ...entry, byUid });
    });
    return this.changed(uid);
  }

  /** Tells the user's clients how it stands now. To be called after the transaction that changed it. */
  changed(uid: number): Credit {
    const credit = this.of(uid);
    this.#options.events.publish({ type: 'credit.changed', credit }, { uid });
    return credit;
  }

  /** Tells everybody, when charging was switched on or off. */
  switched(): void {
    for (const { uid } of this.#options.store.users.list()) this.changed(uid);
  }

  #balance(uid: number): number {
    const balance = this.#options.store.credits.balance(uid);
    if (balance === undefined) throw new ConpaasError('USER_NOT_FOUND', { uid });
    return balance;
  }

  /** How many milliseconds each instance still has of the hour it paid. */
  #timeLeft(uid: number): { wall: number; left: number[] } {
    const { hours, meter, store } = this.#options;
    const reading = meter.now();
    const left = ({ cloud, paidUntil }: PaidTime) =>
      paidUntil === null ? 0 : paidUntil - hours.meterOf(cloud, reading);
    return { wall: reading.wall, left: store.instances.paidTimes(uid).map(left) };
  }

  #entry({ uid: _uid, hour: _hour, byUid, ...entry }: CreditEntryRecord): CreditEntry {
    return { ...entry, by: byUid === null ? null : (this.#options.store.users.get(byUid)?.username ?? null) };
  }
}

/** "2 h 5 min" */
function inWords(milliseconds: number): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function timeIn(wall: number, milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(Math.min(wall + milliseconds, latest)).toISOString();
}

/** A billion credits last longer than a date can tell. */
const latest = Date.parse('9999-12-31T23:59:59.999Z');
