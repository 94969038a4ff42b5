import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answers, Fixture, specOf } from './local-cloud/fixture.ts';

const signal = new AbortController().signal;
let fixture: Fixture;
const servers: Server[] = [];

beforeEach(() => {
  fixture = new Fixture();
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await fixture.dispose();
});

async function listen(host: string, port: number): Promise<number> {
  const server = createServer();
  servers.push(server);
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const lowest = () => Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'latin1'));

describe.runIf(process.platform === 'linux')('addresses and ports on this computer', () => {
  it('uses 8081 for 80 and 8443 for 443 where ports below 1024 are left alone', async () => {
    const cloud = fixture.cloud({ privilegedPorts: 'never' });
    const { ports } = await cloud.create(specOf(1, { ports: [443, 80, 22, 8080] }), signal);
    expect(ports).toMatchObject({ 443: 8443, 80: 8081, 8080: 8080 });
    expect(ports['22']).toBeGreaterThanOrEqual(1024);
    expect((await cloud.describe()).network).toContain('8081');
  });

  it.runIf(lowest() > 80)('leaves them alone in a sandbox, in which nobody may use them', async () => {
    const cloud = fixture.cloud();
    const { isolation } = await cloud.describe();
    if (isolation.kind !== 'bubblewrap') return;
    const instance = await cloud.create(specOf(1, { ports: [80] }), signal);
    expect(instance.ports).toEqual({ 80: 8081 });
    await answers(instance);
  });

  it.runIf(process.getuid?.() === 0 || lowest() <= 80)('uses the real number where the system allows it', async () => {
    const instance = await fixture.cloud({ isolation: 'none' }).create(specOf(1, { ports: [80] }), signal);
    expect(instance.ports).toEqual({ 80: 80 });
    await answers(instance);
  });

  it('gives another port where a program listens on all addresses, and an address of its own all the same', async () => {
    const taken = await listen('0.0.0.0', 0);
    const instance = await fixture.cloud().create(specOf(1, { ports: [taken, 5555] }), signal);
    expect(instance.address).not.toBe('127.0.0.1');
    expect(instance.ports['5555']).toBe(5555);
    expect(instance.ports[String(taken)]).toBeGreaterThanOrEqual(20_000);
    expect(instance.ports[String(taken)]).not.toBe(taken);
    await answers(instance);
  });

  it('leaves out an address on which another program has a wanted port', async () => {
    const cloud = fixture.cloud();
    const first = await cloud.create(specOf(1), signal);
    await cloud.destroy(first.vmid);
    await listen(first.address, 8080);
    const second = await cloud.create(specOf(1), signal);
    expect(second.ports).toEqual({ 8080: 8080 });
    expect(second.address).not.toBe(first.address);
  });

  it('gives instances ports of their own where there is one address only', async () => {
    const cloud = fixture.cloud({ addresses: 'single', privilegedPorts: 'never' });
    const specs = [1, 2, 3].map((aid) => specOf(aid, { ports: [8080, 443, 80] }));
    const instances = await Promise.all(specs.map((spec) => cloud.create(spec, signal)));
    await Promise.all(instances.map(answers));
    expect(new Set(instances.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
    const ports = instances.flatMap((instance) => Object.values(instance.ports));
    expect(new Set(ports).size).toBe(9);
    expect(Math.min(...ports)).toBeGreaterThanOrEqual(1024);
    expect((await cloud.describe()).network).toContain('share the address 127.0.0.1');
  });

  it('keeps the ports of an instance that does not listen yet', async () => {
    const cloud = fixture.cloud({ addresses: 'single' });
    const idle = { startupScript: 'exit 0', ports: [8090, 8091] };
    const first = await cloud.create(specOf(1, idle), signal);
    const second = await fixture.cloud({ addresses: 'single' }).create(specOf(2, idle), signal);
    // The program listens on the first of its ports only: nobody but the record tells that the second one is given away.
    expect(second.ports['8091']).not.toBe(first.ports['8091']);
  });
});
