import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openAuthority } from '../../director/certificates/authority.ts';
import { type Client, createClient } from '../../director/contract/client.ts';
import { createDirector, type Director } from '../../director/director.ts';
import { createWireClient } from '../../director/wire/client.ts';
import { ended, ownerTransport } from '../peers/director.ts';
import { FakeComputer, hourMs, minuteMs } from '../unit/credits/fake-computer.ts';
import { ManualClock } from '../unit/operations/manual-clock.ts';

const computer = new FakeComputer();
const clock = new ManualClock();
let folder: string;
let director: Director;
let client: Client;
let aid: number;
let uid: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conpaas-credits-'));
  const charging = { readClocks: computer.read, clock };
  director = createDirector({ dataDirectory: folder, uiPort: 0, apiPort: 0, charging });
  const { apiUrl } = await director.start();
  client = createClient(await ownerTransport(folder, apiUrl));
  uid = (await client.getSession()).uid;
  ({ aid } = await client.createApplication({ body: { name: 'shop' } }));
  // The scheduler begins when what ran before was looked at.
  await vi.waitUntil(() => clock.pending === 1);
});
afterAll(async () => {
  if (client && aid) await ended(client, await client.deleteApplication({ params: { aid } }));
  await director?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function setBalance(balance: number): Promise<void> {
  const credit = await client.getCredit();
  await client.addCredit({ params: { uid }, body: { change: balance - credit.balance } });
}

/** The hours of what runs are over, and the Director looks. */
function nextHour(): void {
  computer.run(hourMs);
  clock.advance(minuteMs);
}

describe('a user who runs out of credits', () => {
  it('is refused at once, stopped in the end, and goes on after being topped up', async () => {
    const params = { aid };
    await setBalance(2);
    await ended(client, await client.startApplication({ params, body: {} }));
    const { sid } = await client.addService({ params, body: { type: 'php' } });
    await ended(client, await client.startService({ params: { aid, sid }, body: {} }));
    expect(await client.getCredit()).toMatchObject({ balance: 0, instances: 2, level: 'empty' });
    expect((await client.getSystem()).notices).toContainEqual(expect.objectContaining({ code: 'CREDITS_LOW' }));
    const more = client.addNodes({ params: { aid, sid }, body: { nodes: { web: 1 } } });
    await expect(more).rejects.toMatchObject({ code: 'INSUFFICIENT_CREDITS', message: 'Insufficient credits' });

    nextHour();
    await expect.poll(async () => (await client.getApplication({ params })).state, { timeout: 30_000 }).toBe('STOPPED');
    expect(await client.getApplication({ params })).toMatchObject({ reason: { code: 'CREDITS_EXHAUSTED' } });
    expect(await client.listResources()).toEqual([]);
    await expect(client.startApplication({ params, body: {} })).rejects.toThrow('Insufficient credits');

    await setBalance(10);
    await ended(client, await client.startApplication({ params, body: {} }));
    await ended(client, await client.startService({ params: { aid, sid }, body: {} }));
    nextHour();
    expect(await client.getCredit()).toMatchObject({ balance: 6, instances: 2 });
    expect((await client.listResources()).map(({ charged }) => charged)).toEqual([2, 2]);
    await ended(client, await client.stopApplication({ params }));
  });

  it('hears it from the manager too, who asks the Director for clients of ConPaaS 2.1', async () => {
    const params = { aid };
    await setBalance(1);
    await ended(client, await client.startApplication({ params, body: {} }));
    const [service] = await client.listServices({ params });
    const { manager } = await client.getApplication({ params });
    const authority = await openAuthority(join(folder, 'certificates'));
    const names = { commonName: 'me', email: 'me@localhost' };
    const wire = createWireClient({
      credentials: await authority.issue({ kind: 'user', uid, ...names }),
      accepts: ({ role }) => role === 'manager',
    });
    const place = { address: manager?.address ?? '', port: manager?.port ?? 0 };
    const start = () => wire.call(place, 0, 'POST', 'start_service', { service_id: service?.sid, cloud: 'default' });
    await expect(start()).rejects.toThrow(/^Insufficient credits$/);
    expect((await client.listServices({ params }))[0]?.state).toBe('STOPPED');
    await setBalance(1);
    expect(await start()).toEqual({ state: 'PROLOGUE' });
    wire.close();
  });
});
