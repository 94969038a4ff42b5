import { describe, expect, it } from 'vitest';
import { PerformanceMeter } from '../../../../director/services/web/traffic.ts';

function meter() {
  const world = { now: 0, requests: 0, errors: 0, active: 0, pauses: 0 };
  const read = async () => ({
    time: '',
    nodes: [
      { nodeId: 'a', role: 'proxy', requests: world.requests, errors: world.errors, active: world.active },
      { nodeId: 'a', role: 'backend', requests: 999_999, errors: 999, active: 99 },
    ],
  });
  const pause = async () => {
    world.pauses += 1;
    world.now += 1000;
    world.requests += 10;
  };
  return { world, meter: new PerformanceMeter(read, () => world.now, pause) };
}

describe('the performance of a service', () => {
  it('is measured over a second at first', async () => {
    const { meter: measured } = meter();
    expect(await measured.measure()).toEqual({ request_rate: 10, error_rate: 0, throughput: 10, response_time: 0 });
  });

  it('is measured since the call before, at the proxies only', async () => {
    const { world, meter: measured } = meter();
    await measured.measure();
    Object.assign(world, { now: world.now + 2000, requests: world.requests + 400, errors: 100, active: 8 });
    expect(await measured.measure()).toEqual({ request_rate: 200, error_rate: 50, throughput: 150, response_time: 20 });
    expect(world.pauses).toBe(1);
  });

  it('begins anew after a long time, and takes no restart of a proxy for a negative rate', async () => {
    const { world, meter: measured } = meter();
    await measured.measure();
    world.now += 600_000;
    await measured.measure();
    expect(world.pauses).toBe(2);
    Object.assign(world, { now: world.now + 1000, requests: 0 });
    expect((await measured.measure()).request_rate).toBe(0);
  });
});
