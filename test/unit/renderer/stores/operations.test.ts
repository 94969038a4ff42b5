import { expect, it, vi } from 'vitest';
import { newestFirst } from '../../../../renderer/stores/operations.ts';
import { connected } from '../connected.ts';

const starting = { kind: 'application.start', title: 'Start', aid: 1, sid: null, steps: ['First', 'Second'] } as const;
const begin = { ...starting, steps: [...starting.steps] };

it('follows an operation step by step', async () => {
  const { director, model } = await connected();
  const { id } = director.operations.begin(begin);
  director.operations.advance(id);
  expect(model.operations.collection.get(id)).toMatchObject({
    percent: 50,
    steps: [{ state: 'done' }, { state: 'running' }],
  });
});

it('tells the end of an operation, and whether somebody had it before the eyes', async () => {
  const { director, model } = await connected();
  const told: [string, boolean][] = [];
  model.operations.onEnd((operation, watched) => told.push([operation.id, watched]));
  const [first, second] = [director.operations.begin(begin), director.operations.begin(begin)];
  model.operations.watch(first.id);
  director.operations.finish(first.id);
  director.operations.finish(second.id);
  expect(told).toEqual([
    [first.id, true],
    [second.id, false],
  ]);
});

it('is no longer watched when the last who looked has left', async () => {
  const { director, model } = await connected();
  const onEnd = vi.fn();
  model.operations.onEnd(onEnd);
  const { id } = director.operations.begin(begin);
  const leave = [model.operations.watch(id), model.operations.watch(id)];
  for (const one of leave) one();
  director.operations.finish(id);
  expect(onEnd).toHaveBeenCalledWith(expect.objectContaining({ id }), false);
});

it('does not go back when the answer to the request comes after the event of the end', async () => {
  const { director, model } = await connected();
  const operation = director.operations.begin(begin);
  director.operations.finish(operation.id);
  model.operations.put(operation);
  expect(model.operations.collection.get(operation.id)?.state).toBe('succeeded');
});

it('tells what ended while the Director could not be heard', async () => {
  const { director, model } = await connected();
  const onEnd = vi.fn();
  model.operations.onEnd(onEnd);
  const { id } = director.operations.begin(begin);
  director.operations.all.set(id, { ...director.operations.get(id), state: 'failed' });
  await model.operations.load();
  expect(onEnd).toHaveBeenCalledWith(expect.objectContaining({ id, state: 'failed' }), false);
});

it('lists the newest first', async () => {
  const { director } = await connected();
  const [old, recent] = [director.operations.begin(begin), director.operations.begin(begin)];
  const list = newestFirst([
    { ...old, created: '2026-01-01T10:00:00.000Z' },
    { ...recent, created: '2026-01-01T11:00:00.000Z' },
  ]);
  expect(list.map(({ id }) => id)).toEqual([recent.id, old.id]);
});
