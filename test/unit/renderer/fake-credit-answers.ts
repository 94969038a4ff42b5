import type { Credit } from '../../../director/contract/credit.ts';
import type { Answers, Asked, FakeCore } from './fake-core.ts';
import { makeEntry } from './fake-world.ts';

/** When a balance no longer pays, if as many instances go on. */
function runsOut(balance: number, perHour: number): string | null {
  return perHour === 0 ? null : new Date(Date.now() + Math.floor(balance / perHour) * 3_600_000).toISOString();
}

/** Credits of the Fake: nothing is charged by itself. */
export function creditAnswers(director: FakeCore): Answers {
  const { world } = director;
  const page = ({ query }: Asked) => {
    const older =
      query.before === undefined
        ? world.creditEntries
        : world.creditEntries.filter(({ id }) => id < Number(query.before));
    return older.slice(0, Number(query.limit));
  };
  const creditOf = (uid: number): Credit =>
    uid === world.session.uid
      ? world.credit
      : {
          ...world.credit,
          balance: world.users.get(uid)?.credit ?? 0,
          instances: world.holdings.get(uid)?.resources.length ?? 0,
        };
  return {
    getCredit: () => world.credit,
    listCreditHistory: page,
    estimateCredit: ({ query }) => {
      const { enabled, balance, instances: now } = world.credit;
      const instances = Number(query.instances);
      const after = now + instances;
      const enough = !enabled || balance >= instances;
      const runsOutAfter = enabled ? runsOut(balance, after) : null;
      return { enabled, instances, balance, perHourNow: now, perHourAfter: after, runsOutAfter, enough };
    },
    getUserCredit: ({ params }) => creditOf(Number(params.uid)),
    listUserCreditHistory: page,
    addCredit: ({ params, body }) => {
      const uid = Number(params.uid);
      const before = creditOf(uid);
      const balance = Math.max(0, before.balance + Number(body.change));
      const user = world.users.get(uid);
      if (user) user.credit = balance;
      const id = (world.creditEntries[0]?.id ?? 0) + 1;
      const text = String(body.note ?? '');
      world.creditEntries.unshift(
        makeEntry(id, balance - before.balance, { balance, kind: 'grant', text, by: 'owner' }),
      );
      const credit = { ...before, balance };
      if (uid === world.session.uid) {
        world.credit = credit;
        director.emit({ type: 'credit.changed', credit });
      }
      return credit;
    },
  };
}
