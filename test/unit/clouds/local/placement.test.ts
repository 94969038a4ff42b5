import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { addressesOf, choosePlace } from '../../../../director/clouds/local/placement.ts';
import { isListening, portState } from '../../../../director/clouds/local/ports.ts';

const spec = { vmid: '0badcafe', name: 'conpaas-u1-a1-mgr' };
const first = (installationId: string, count: number) => [...addressesOf(installationId).take(count)];

describe('the addresses of an installation', () => {
  it('are always the same, all different, and outside of what other programs use', () => {
    const all = [...addressesOf('one')];
    expect(first('one', 3)).toEqual(all.slice(0, 3));
    expect(new Set(all).size).toBe(256 * 254);
    for (const address of [all[0], all.at(-1)]) {
      const [network, second, , host] = (address ?? '').split('.').map(Number);
      expect(network).toBe(127);
      expect(second).toBeGreaterThanOrEqual(64);
      expect(second).toBeLessThanOrEqual(254);
      expect(host).toBeGreaterThanOrEqual(1);
    }
  });

  it('rarely begin where those of another one do', () => {
    const beginnings = Array.from({ length: 100 }, (_, index) => first(`installation ${index}`, 1)[0]);
    expect(new Set(beginnings).size).toBeGreaterThan(97);
  });
});

describe.runIf(process.platform === 'linux')('choosing a place', () => {
  const rules = { installationId: 'unit test of placement', ownAddresses: true, lowestPort: 1024 };

  it('takes the first address that no other instance has', async () => {
    const [one = '', two = '', three] = first(rules.installationId, 3);
    const reserved = [one, two].map((address) => ({ address, ports: {} }));
    const place = await choosePlace({ ...spec, ports: [18_080] }, rules, reserved);
    expect(place).toEqual({ address: three, ports: { 18080: 18_080 } });
  });

  it('puts 8081 and 8443 in the place of 80 and 443', async () => {
    const { ports } = await choosePlace({ ...spec, ports: [443, 80] }, rules, []);
    expect(ports).toEqual({ 80: 8081, 443: 8443 });
  });

  it('does not give a wanted port away as a stand-in', async () => {
    const { ports } = await choosePlace({ ...spec, ports: [80, 8081] }, rules, []);
    expect(ports['8081']).toBe(8081);
    expect(ports['80']).toBeGreaterThanOrEqual(20_000);
  });

  it('counts a port that is asked for twice once', async () => {
    const { ports } = await choosePlace({ ...spec, ports: [18_080, 18_080] }, rules, []);
    expect(ports).toEqual({ 18080: 18_080 });
  });

  it('keeps the ports of others on a shared address', async () => {
    const shared = { ...rules, ownAddresses: false };
    const reserved = [{ address: '127.0.0.1', ports: { 443: 8443, 80: 8081 } }];
    const { address, ports } = await choosePlace({ ...spec, ports: [80, 443] }, shared, reserved);
    expect(address).toBe('127.0.0.1');
    for (const port of Object.values(ports)) {
      expect(port).toBeGreaterThanOrEqual(20_000);
      expect(port).toBeLessThan(30_000);
    }
  });
});

describe('the state of a port', () => {
  it('is free, then taken, while a program listens there', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await portState('127.0.0.1', port)).toBe('taken');
    if (process.platform === 'linux') {
      expect(isListening('127.0.0.1', port)).toBe(true);
      expect(isListening('127.0.0.2', port)).toBe(false);
    }
    server.close();
    await once(server, 'close');
    expect(await portState('127.0.0.1', port)).toBe('free');
  });

  it('is absent at an address that is not of this computer', async () => {
    expect(await portState('192.0.2.1', 0)).toBe('absent');
  });
});
