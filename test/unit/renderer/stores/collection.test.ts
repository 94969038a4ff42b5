import { expect, it } from 'vitest';
import { ConpaasError } from '../../../../director/contract/errors.ts';
import { Collection } from '../../../../renderer/stores/collection.ts';

interface Thing {
  id: number;
  text: string;
}

function collectionOver(read: () => Promise<Thing[]>): Collection<Thing> {
  return new Collection(read, ({ id }) => String(id));
}

it('is loading until the list was read', async () => {
  const collection = collectionOver(async () => [{ id: 1, text: 'one' }]);
  expect(collection.store.getState().phase).toBe('loading');
  await collection.load();
  expect(collection.store.getState()).toMatchObject({ phase: 'ready', items: { 1: { text: 'one' } } });
});

it('keeps what events told while the list was being read, as the list may be older', async () => {
  let answer: (things: Thing[]) => void = () => {};
  const collection = collectionOver(() => new Promise((resolve) => (answer = resolve)));
  const loaded = collection.load();
  collection.put({ id: 1, text: 'new' });
  collection.remove(2);
  answer([
    { id: 1, text: 'old' },
    { id: 2, text: 'gone meanwhile' },
  ]);
  await loaded;
  expect(collection.store.getState().items).toEqual({ 1: { id: 1, text: 'new' } });
});

it('takes the answer of the newest reading only', async () => {
  const answers: ((things: Thing[]) => void)[] = [];
  const collection = collectionOver(() => new Promise((resolve) => answers.push(resolve)));
  const loads = [collection.load(), collection.load()];
  answers[1]?.([{ id: 1, text: 'second' }]);
  answers[0]?.([{ id: 1, text: 'first, late' }]);
  await Promise.all(loads);
  expect(collection.get(1)?.text).toBe('second');
});

it('keeps what it had when reading fails, and tells why', async () => {
  let broken = false;
  const collection = collectionOver(async () => {
    if (broken) throw new ConpaasError('APPLICATION_NOT_FOUND');
    return [{ id: 1, text: 'one' }];
  });
  await collection.load();
  broken = true;
  await collection.load();
  const { phase, error, items } = collection.store.getState();
  expect({ phase, code: error?.code, kept: Object.keys(items) }).toEqual({
    phase: 'failed',
    code: 'APPLICATION_NOT_FOUND',
    kept: ['1'],
  });
});
