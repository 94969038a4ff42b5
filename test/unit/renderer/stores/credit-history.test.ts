import { expect, it, vi } from 'vitest';
import type { CreditEntry } from '../../../../director/contract/credit.ts';
import { ConpaasError } from '../../../../director/contract/errors.ts';
import { CreditHistory } from '../../../../renderer/stores/credit-history.ts';
import { makeEntry } from '../fake-world.ts';

/** A history over entries with the ids `count`, …, 2, 1, in pages of three. */
function historyOf(count: number) {
  const entries = Array.from({ length: count }, (_, index) => makeEntry(count - index, -1));
  const read = vi.fn(async ({ before = Number.POSITIVE_INFINITY, limit }: { before?: number; limit: number }) =>
    entries.filter(({ id }) => id < before).slice(0, limit),
  );
  const add = (more: number) => {
    for (let made = 0; made < more; made += 1) entries.unshift(makeEntry((entries[0]?.id ?? 0) + 1, -1));
  };
  const history = new CreditHistory(read, 3);
  return { history, read, add };
}

const ids = (history: CreditHistory) => history.store.getState().entries.map(({ id }) => id);
const settled = (history: CreditHistory) => vi.waitUntil(() => !history.store.getState().loading);

it('reads the newest page when somebody looks, and older ones on demand, to the end', async () => {
  const { history } = historyOf(5);
  history.watch();
  await settled(history);
  expect([ids(history), history.store.getState().complete]).toEqual([[5, 4, 3], false]);
  await history.more();
  expect([ids(history), history.store.getState().complete]).toEqual([[5, 4, 3, 2, 1], true]);
});

it('puts what came since before what was read', async () => {
  const { history, add } = historyOf(5);
  history.watch();
  await settled(history);
  await history.more();
  add(2);
  await history.refresh();
  expect([ids(history), history.store.getState().complete]).toEqual([[7, 6, 5, 4, 3, 2, 1], true]);
});

it('leaves no gap where more came than fits a page', async () => {
  const { history, add } = historyOf(3);
  history.watch();
  await settled(history);
  add(7);
  await history.refresh();
  expect(ids(history)).toEqual([10, 9, 8]);
  await history.more();
  expect(ids(history)).toEqual([10, 9, 8, 7, 6, 5]);
});

it('is not read for nobody', async () => {
  const { history, read } = historyOf(3);
  await history.refresh();
  history.watch()();
  await settled(history);
  read.mockClear();
  await history.refresh();
  expect(read).not.toHaveBeenCalled();
});

it('keeps what it has when reading fails, and tells why', async () => {
  const { history, read } = historyOf(5);
  history.watch();
  await settled(history);
  read.mockRejectedValueOnce(new ConpaasError('DIRECTOR_UNREACHABLE'));
  await history.more();
  expect(ids(history)).toEqual([5, 4, 3]);
  expect(history.store.getState().error?.code).toBe('DIRECTOR_UNREACHABLE');
});

it('does not show what was asked for before it was cleared', async () => {
  let answer: (entries: CreditEntry[]) => void = () => {};
  const history = new CreditHistory(() => new Promise((resolve) => (answer = resolve)));
  history.watch();
  history.clear();
  answer([makeEntry(1, -1)]);
  await Promise.resolve();
  expect(ids(history)).toEqual([]);
});
