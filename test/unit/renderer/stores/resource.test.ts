import { expect, it, vi } from 'vitest';
import { Resource } from '../../../../renderer/stores/resource.ts';

it('is read when the first watcher comes, and not again for the second', async () => {
  const read = vi.fn(async (key: string) => `text of ${key}`);
  const resource = new Resource(read);
  resource.watch('a');
  resource.watch('a');
  await vi.waitUntil(() => resource.entry('a').value !== undefined);
  expect(resource.entry('a')).toEqual({ value: 'text of a', loading: false });
  expect(read).toHaveBeenCalledTimes(1);
});

it('is not read for nobody', async () => {
  const read = vi.fn(async () => 'text');
  const resource = new Resource(read);
  resource.watch('a')();
  read.mockClear();
  await resource.refresh('a');
  expect(read).not.toHaveBeenCalled();
});

it('does not let a slow reading overwrite what an event told', async () => {
  let answer: (text: string) => void = () => {};
  const resource = new Resource(() => new Promise<string>((resolve) => (answer = resolve)));
  resource.watch('a');
  resource.put('a', 'told by an event');
  answer('old');
  await Promise.resolve();
  expect(resource.entry('a').value).toBe('told by an event');
});

it('shows the last value beside the failure to read it anew', async () => {
  let broken = false;
  const resource = new Resource(async () => {
    if (broken) throw new Error('no');
    return 'text';
  });
  resource.watch('a');
  await vi.waitUntil(() => resource.entry('a').value);
  broken = true;
  await resource.refresh('a');
  expect(resource.entry('a')).toMatchObject({ value: 'text', error: { code: 'INTERNAL' }, loading: false });
});

it('forgets what nobody watches when everything is read anew', async () => {
  const resource = new Resource(async (key: string) => key);
  const leave = resource.watch('a');
  resource.watch('b');
  await vi.waitUntil(() => resource.entry('a').value && resource.entry('b').value);
  leave();
  await resource.refreshAll();
  expect(Object.keys(resource.store.getState().entries)).toEqual(['b']);
});
