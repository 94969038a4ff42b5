import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connected, disconnected, shop } from '../connected.ts';
import { makeApplication } from '../fake-world.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('reads everything once the events flow', async () => {
  const { model } = await connected(shop);
  expect(model.applications.get(1)?.name).toBe('Shop');
  expect(model.services.get('1/1')?.name).toBe('Front');
});

it('opens the session with the launch token once, and with the cookie after that', async () => {
  const { director, model } = disconnected('secret');
  director.signedIn = false;
  director.launchTokens.add('secret');
  await model.connection.connect();
  await vi.waitUntil(() => model.connection.store.getState().phase === 'online');
  director.leave();
  director.comeBack();
  await vi.advanceTimersByTimeAsync(1000);
  await vi.waitUntil(() => model.connection.store.getState().phase === 'online');
  expect(director.asked.filter((name) => name === 'openSession')).toHaveLength(1);
});

it('is signed out, and does not try again by itself, when the Director does not know the page', async () => {
  const { director, model } = disconnected('used up already');
  director.signedIn = false;
  await model.connection.connect();
  expect(model.connection.store.getState()).toMatchObject({
    phase: 'signed-out',
    retryAt: null,
    error: { code: 'LAUNCH_TOKEN_INVALID' },
  });
  expect(vi.getTimerCount()).toBe(0);
});

it('uses a session that exists when the token was used already, as after a reload', async () => {
  const { model } = disconnected('used up already');
  await model.connection.connect();
  await vi.waitUntil(() => model.connection.store.getState().phase === 'online');
  expect(model.connection.store.getState().session?.username).toBe('owner');
});

it('tries again with growing waits while the Director is away, and reads everything anew when it is back', async () => {
  const { director, model } = await connected(shop);
  director.leave();
  await vi.advanceTimersByTimeAsync(0);
  expect(model.connection.store.getState().phase).toBe('offline');
  const waits = [];
  for (let turn = 0; turn < 6; turn += 1) {
    const { retryAt } = model.connection.store.getState();
    waits.push((retryAt ?? 0) - Date.now());
    await vi.advanceTimersByTimeAsync((retryAt ?? 0) - Date.now());
  }
  expect(waits).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);

  director.world.applications.set(2, makeApplication(2, 'Made meanwhile'));
  director.comeBack();
  await model.connection.connect();
  await vi.waitUntil(() => model.connection.store.getState().phase === 'online');
  expect(model.applications.get(2)?.name).toBe('Made meanwhile');
});

it('has one stream open, however often it was asked to connect', async () => {
  const { director, model } = disconnected();
  await Promise.all([model.connection.connect(), model.connection.connect(), model.connection.connect()]);
  await vi.waitUntil(() => model.connection.store.getState().phase === 'online');
  expect(director.openStreams).toEqual(['/api/events']);
});

it('reads everything anew when the Director no longer has the events that were missed', async () => {
  const { director, model } = await connected();
  director.world.applications.set(1, makeApplication(1, 'Told by no event'));
  director.emit({ type: 'reset' });
  await vi.waitUntil(() => model.applications.get(1));
  expect(model.applications.get(1)?.name).toBe('Told by no event');
});

it('is signed out when the session ends while the page is open', async () => {
  const { director, model } = await connected();
  director.signedIn = false;
  await expect(model.client.listApplications()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  expect(model.connection.store.getState().phase).toBe('signed-out');
});
