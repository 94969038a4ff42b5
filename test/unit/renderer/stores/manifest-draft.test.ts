import { afterEach, expect, it, vi } from 'vitest';
import { ConpaasError } from '../../../../director/contract/errors.ts';
import { currentCheck, type ManifestDraft } from '../../../../renderer/stores/manifest-draft.ts';
import { connected } from '../connected.ts';

afterEach(() => vi.useRealTimers());

const shop = '{ "Application": "Shop", "Services": [{ "Type": "php" }] }';
const settled = (draft: ManifestDraft) => vi.waitUntil(() => currentCheck(draft.store.getState()) !== null);

it('begins with a manifest that is right, and checks it when somebody looks', async () => {
  const { model, director } = await connected();
  expect(director.asked).not.toContain('checkManifest');
  const stop = model.manifestDraft.watch();
  await settled(model.manifestDraft);
  expect(currentCheck(model.manifestDraft.store.getState())).toMatchObject({ problems: [], plan: { instances: 2 } });
  stop();
});

it('checks once after a pause, not for each letter', async () => {
  const { model, director } = await connected();
  vi.useFakeTimers();
  for (const end of [10, 20, shop.length]) model.manifestDraft.edit(shop.slice(0, end));
  await vi.advanceTimersByTimeAsync(399);
  expect(director.asked).not.toContain('checkManifest');
  await vi.advanceTimersByTimeAsync(1);
  expect(director.asked.filter((route) => route === 'checkManifest')).toHaveLength(1);
  expect(currentCheck(model.manifestDraft.store.getState())?.plan?.application).toBe('Shop');
});

it('does not take a check for that of another text or cloud', async () => {
  const { model } = await connected();
  const { manifestDraft: draft } = model;
  await draft.change({ text: shop });
  draft.edit(`${shop} `);
  expect(currentCheck(draft.store.getState())).toBeNull();
  draft.edit(shop);
  expect(currentCheck(draft.store.getState())).not.toBeNull();
  const checking = draft.change({ cloud: 'local' });
  expect(currentCheck(draft.store.getState())).toBeNull();
  await checking;
  expect(currentCheck(draft.store.getState())?.plan?.cloud).toBe('local');
});

it('takes the answer to the last text, even when the one before is slower', async () => {
  const { model } = await connected();
  const { manifestDraft: draft } = model;
  const slow = draft.change({ text: '{' });
  await Promise.all([slow, draft.change({ text: shop })]);
  expect(currentCheck(draft.store.getState())?.problems).toEqual([]);
  expect(draft.store.getState().checking).toBe(false);
});

it('tells why it could not be checked, and recovers', async () => {
  const { model, director } = await connected();
  const { manifestDraft: draft } = model;
  director.failures.set('checkManifest', new ConpaasError('DIRECTOR_UNREACHABLE', { url: 'x', why: 'away' }));
  await draft.change({ text: shop });
  expect(draft.store.getState()).toMatchObject({ checking: false, error: { code: 'DIRECTOR_UNREACHABLE' } });
  await draft.check();
  expect(draft.store.getState().error).toBeNull();
});

it('asks nothing any more when nobody looks, and forgets the text when another user signs in', async () => {
  const { model, director } = await connected();
  vi.useFakeTimers();
  const stop = model.manifestDraft.watch();
  await vi.advanceTimersByTimeAsync(0);
  const before = director.asked.length;
  model.manifestDraft.edit(shop);
  stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(director.asked.length).toBe(before);
  expect(model.manifestDraft.store.getState().text).toBe(shop);
  model.connection.signedOut();
  expect(model.manifestDraft.store.getState()).toMatchObject({ checked: null, cloud: null });
  expect(model.manifestDraft.store.getState().text).not.toBe(shop);
});
