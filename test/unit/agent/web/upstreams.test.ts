import { expect, test } from 'vitest';
import { Upstreams } from '../../../../director/services/web/agent/embedded/upstreams.ts';
import type { Upstream } from '../../../../director/services/web/agent/settings.ts';

const server = (id: string, weight = 100): Upstream => ({ id, ip: '127.0.0.1', port: 1, weight });

async function shares(upstreams: Upstreams, requests: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const open: (() => void)[] = [];
  const sent = Array.from({ length: requests }, () =>
    upstreams.use(async ({ id }) => {
      counts[id] = (counts[id] ?? 0) + 1;
      await new Promise<void>((resolve) => open.push(resolve));
      return true;
    }, 0),
  );
  for (const end of open) end();
  await Promise.all(sent);
  return counts;
}

test('requests under way are shared by weight', async () => {
  const upstreams = new Upstreams();
  await upstreams.set([server('a', 100), server('b', 300), server('c', 0)]);
  expect(await shares(upstreams, 40)).toEqual({ a: 10, b: 30 });
});

test('servers that are equal take turns', async () => {
  const upstreams = new Upstreams();
  await upstreams.set([server('a'), server('b')]);
  const asked: string[] = [];
  for (let count = 0; count < 6; count += 1) await upstreams.use(async ({ id }) => asked.push(id) > 0, 0);
  expect(asked.filter((id) => id === 'a')).toHaveLength(3);
});

test('a server that cannot be reached is passed over; with none left the request is refused', async () => {
  const upstreams = new Upstreams();
  await upstreams.set([server('dead'), server('alive')]);
  const asked: string[] = [];
  const send = async ({ id }: Upstream) => asked.push(id) > 0 && id === 'alive';
  for (let count = 0; count < 5; count += 1) expect(await upstreams.use(send, 0)).toBe(true);
  expect(asked.filter((id) => id === 'dead').length).toBeLessThanOrEqual(1);
  await upstreams.set([server('dead')]);
  expect(await upstreams.use(async () => false, 0)).toBe(false);
});

test('a request waits for the only server while that is being restarted', async () => {
  const upstreams = new Upstreams();
  await upstreams.set([server('a')]);
  let tries = 0;
  expect(await upstreams.use(async () => ++tries > 1, 2000)).toBe(true);
});

test('a removed server gets nothing more, and is waited for until it has finished', async () => {
  const upstreams = new Upstreams();
  await upstreams.set([server('old')]);
  let finish = () => {};
  const slow = upstreams.use(() => new Promise((resolve) => (finish = () => resolve(true))), 0);
  let drained = false;
  const change = upstreams.set([server('new')]).then(() => (drained = true));
  expect(await shares(upstreams, 3)).toEqual({ new: 3 });
  expect(drained).toBe(false);
  finish();
  await Promise.all([slow, change]);
  expect(drained).toBe(true);
});
