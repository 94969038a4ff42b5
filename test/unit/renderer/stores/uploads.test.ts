import { expect, it, vi } from 'vitest';
import { connected, shop } from '../connected.ts';

const archive = (name: string, size = 10) => new File([new Uint8Array(size)], name);

it('makes a version of an archive and forgets the upload', async () => {
  const { director, model } = await connected(shop);
  const version = await model.uploads.start('1/1', archive('shop.zip'), 'New basket');
  expect(version).toMatchObject({ filename: 'shop.zip', description: 'New basket' });
  expect(director.world.codeVersions.get('1/1')).toHaveLength(1);
  expect(model.uploads.store.getState().uploads).toEqual([]);
});

it('shows how much was sent', async () => {
  const { model } = await connected(shop);
  const seen: number[] = [];
  model.uploads.store.subscribe(({ uploads }) => uploads[0] && seen.push(uploads[0].sent));
  await model.uploads.start('1/1', archive('shop.zip', 500), '');
  expect(seen.at(-1)).toBe(500);
});

it('keeps a refused archive in the list with the reason, until it is dismissed', async () => {
  const { model } = await connected(shop);
  expect(await model.uploads.start('1/1', archive('shop.rar'), '')).toBeUndefined();
  const [upload] = model.uploads.store.getState().uploads;
  expect(upload).toMatchObject({ filename: 'shop.rar', state: 'failed', error: { code: 'ARCHIVE_FORMAT' } });
  model.uploads.dismiss(upload?.id ?? 0);
  expect(model.uploads.store.getState().uploads).toEqual([]);
});

it('leaves nothing behind when it is cancelled', async () => {
  const { director, model } = await connected(shop);
  const sending = model.uploads.start('1/1', archive('large.zip', 2_000_000), '');
  await vi.waitUntil(() => (model.uploads.store.getState().uploads[0]?.sent ?? 0) > 0);
  model.uploads.cancel(model.uploads.store.getState().uploads[0]?.id ?? 0);
  expect(await sending).toBeUndefined();
  expect(model.uploads.store.getState().uploads).toEqual([]);
  expect(director.world.codeVersions.get('1/1')).toBeUndefined();
});

it('sends two archives at once, each with its own progress', async () => {
  const { model } = await connected(shop);
  const both = [model.uploads.start('1/1', archive('a.zip'), ''), model.uploads.start('1/1', archive('b.zip'), '')];
  expect(model.uploads.store.getState().uploads.map(({ filename }) => filename)).toEqual(['a.zip', 'b.zip']);
  const versions = await Promise.all(both);
  expect(versions.map((version) => version?.filename)).toEqual(['a.zip', 'b.zip']);
});
