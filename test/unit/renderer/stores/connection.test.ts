import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connected, disconnected, shop } from '../connected.ts';
import { makeApplication, makeUser } from '../fake-world.ts';

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

it('forgets everything of a user when another one is signed in, as in another tab of the browser', async () => {
  const { director, model } = await connected(shop);
  model.credit.put('', director.world.credit);
  model.interaction.setState({ tasksOpen: true });
  director.world.applications.clear();
  director.world.session = { ...director.world.session, uid: 2, username: 'ada' };
  director.leave();
  director.comeBack();
  await model.connection.connect();
  expect(model.credit.entry('').value).toBeUndefined();
  expect(model.interaction.getState().tasksOpen).toBe(false);
  await vi.waitUntil(() => model.connection.store.getState().phase === 'online');
  expect(model.applications.get(1)).toBeUndefined();
});

it('keeps what it has when the same user is signed in again', async () => {
  const { director, model } = await connected(shop);
  director.leave();
  director.comeBack();
  await model.connection.connect();
  expect(model.applications.get(1)?.name).toBe('Shop');
});

it('is signed in by name and password after the page said that it is not', async () => {
  const { director, model } = disconnected();
  director.signedIn = false;
  director.world.users.set(2, makeUser(2, 'ada'));
  director.world.passwords.set('ada', 'correct horse');
  await model.connection.connect();
  expect(model.connection.store.getState().phase).toBe('signed-out');
  await expect(model.client.openSession({ body: { username: 'ada', password: 'wrong' } })).rejects.toMatchObject({
    code: 'SIGN_IN_FAILED',
  });
  await model.client.openSession({ body: { username: 'ada', password: 'correct horse' } });
  await model.connection.connect();
  await vi.waitUntil(() => model.connection.store.getState().phase === 'online');
  expect(model.connection.store.getState().session).toMatchObject({ username: 'ada', signedInBy: 'password' });
});

it('is told how many seconds to wait before the next try', async () => {
  const { director, model } = disconnected();
  director.signInWait = 42;
  const refused = model.client.openSession({ body: { username: 'ada', password: 'wrong' } });
  await expect(refused).rejects.toMatchObject({ code: 'SIGN_IN_WAIT', retryAfter: 42 });
});
