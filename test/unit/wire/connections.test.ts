import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { method } from '../../../director/wire/method.ts';
import { relayTo } from './relay.ts';
import { enterWireWorld, type WireWorld } from './wire-world.ts';

let world: WireWorld;
let calls: string[];
beforeEach(async () => {
  world = await enterWireWorld();
  calls = [];
});
afterEach(() => world.leave());

const look = method('GET', 'look', {}, async () => void calls.push('look'));
const change = method('POST', 'change', {}, async () => void calls.push('change'));

describe('a connection', () => {
  test('is used for many calls', async () => {
    const { place } = await world.serve([look, change]);
    const relay = await relayTo(place);
    const client = await world.client();
    for (let i = 0; i < 3; i++) await client.call(relay.place, 0, 'GET', 'look');
    await client.call(relay.place, 0, 'POST', 'change');
    expect(relay.connections()).toBe(1);
    await relay.close();
  });

  test('that was closed at the other end while it was kept is replaced, and a GET repeated', async () => {
    const { place } = await world.serve([look]);
    const relay = await relayTo(place);
    const client = await world.client();
    await client.call(relay.place, 0, 'GET', 'look');
    relay.cutOnUse();
    await client.call(relay.place, 0, 'GET', 'look');
    expect(calls).toEqual(['look', 'look']);
    expect(relay.connections()).toBe(2);
    await relay.close();
  });

  test('that is cut during a POST does not have it repeated, as it may have been carried out', async () => {
    const { place } = await world.serve([look, change]);
    const relay = await relayTo(place);
    const client = await world.client();
    await client.call(relay.place, 0, 'GET', 'look');
    relay.cutOnUse();
    await expect(client.call(relay.place, 0, 'POST', 'change')).rejects.toMatchObject({
      code: 'AGENT_UNREACHABLE',
      message: expect.stringContaining('it closed the connection'),
    });
    expect(relay.connections()).toBe(1);
    await relay.close();
  });

  test('that is cut on its first use has nothing repeated', async () => {
    const { place } = await world.serve([
      method('GET', 'look', {}, async () => {
        calls.push('look');
        await relay.cut();
      }),
    ]);
    const relay = await relayTo(place);
    const client = await world.client();
    await expect(client.call(relay.place, 0, 'GET', 'look')).rejects.toMatchObject({ code: 'AGENT_UNREACHABLE' });
    expect(calls).toEqual(['look']);
    await relay.close();
  });

  test('is made with the new certificate after a renewal, while what is under way ends', async () => {
    const serials = new Set<string>();
    const release = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const slow = method('GET', 'slow', {}, async (_, { peer }) => {
      serials.add(peer.serial);
      entered.resolve();
      await release.promise;
      return 'done';
    });
    const quick = method('GET', 'quick', {}, async (_, { peer }) => void serials.add(peer.serial));
    const { place } = await world.serve([slow, quick]);
    const client = await world.client();
    const underWay = client.call(place, 0, 'GET', 'slow');
    await entered.promise;
    const renewed = await world.authority.issue({ kind: 'manager', uid: 1, serviceLocator: 7, addresses: [] });
    client.setCredentials(renewed);
    await client.call(place, 0, 'GET', 'quick');
    release.resolve();
    expect(await underWay).toBe('done');
    expect(serials.size).toBe(2);
    expect(serials).toContain(renewed.serial);
  });
});

describe('a server that is closed', () => {
  test('lets a call under way end', async () => {
    const entered = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const slow = method('POST', 'slow', {}, async () => {
      entered.resolve();
      await release.promise;
      return 'done';
    });
    const { place, server } = await world.serve([slow]);
    const client = await world.client();
    const call = client.call(place, 0, 'POST', 'slow');
    await entered.promise;
    const closed = server.close(60_000);
    release.resolve();
    expect(await call).toBe('done');
    await closed;
  });

  test('ends calls that take longer than its grace', async () => {
    const entered = Promise.withResolvers<void>();
    const endless = method('POST', 'endless', {}, () => {
      entered.resolve();
      return new Promise(() => {});
    });
    const { place, server } = await world.serve([endless]);
    const client = await world.client();
    const call = client.call(place, 0, 'POST', 'endless');
    const failed = expect(call).rejects.toMatchObject({ code: 'AGENT_UNREACHABLE' });
    await entered.promise;
    await server.close(10);
    await failed;
  });

  test('can present another certificate without being closed', async () => {
    const { place, server } = await world.serve([look]);
    const renewed = await world.authority.issue({ kind: 'agent', uid: 1, serviceLocator: 7, addresses: [] });
    server.setCredentials(renewed);
    const seen: string[] = [];
    const client = await world.client({ accepts: (peer) => seen.push(peer.serial) > 0 });
    await client.call(place, 0, 'GET', 'look');
    expect(seen).toEqual([renewed.serial]);
  });
});

test('two servers cannot have the same port', async () => {
  const { place } = await world.serve([]);
  await expect(world.serve([], { port: place.port })).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    message: `Port ${place.port} on 127.0.0.1 is used by another program.`,
  });
});
