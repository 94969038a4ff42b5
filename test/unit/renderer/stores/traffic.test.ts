import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Traffic } from '../../../../director/contract/service.ts';
import { rateKey, ratesBetween } from '../../../../renderer/stores/rates.ts';
import { TrafficWatch } from '../../../../renderer/stores/traffic.ts';

function reading(second: number, requests: number, errors = 0): Traffic {
  const time = new Date(second * 1000).toISOString();
  return { time, nodes: [{ nodeId: 'n1', role: 'proxy', requests, errors, active: 3 }] };
}
const proxy = rateKey('n1', 'proxy');

it('divides what flowed between two readings by the time between them', () => {
  expect(ratesBetween(reading(10, 100), reading(12, 150, 4))[proxy]).toEqual({ requests: 25, errors: 2, active: 3 });
});

it('has no rate after the first reading, as the counters tell of the time since the start', () => {
  expect(ratesBetween(undefined, reading(10, 5000))[proxy]?.requests).toBe(0);
});

it('counts from zero when the server was started again and its counters began anew', () => {
  expect(ratesBetween(reading(10, 9000), reading(12, 30))[proxy]?.requests).toBe(15);
});

it('has no rate for a node that was not there before', () => {
  const before = { ...reading(10, 0), nodes: [] };
  expect(ratesBetween(before, reading(12, 800))[proxy]?.requests).toBe(0);
});

it('does not divide by nothing when two readings have the same time', () => {
  expect(ratesBetween(reading(10, 0), reading(10, 50))[proxy]?.requests).toBe(0);
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('reads every two seconds while it is watched, and not after', async () => {
  let requests = 0;
  const read = vi.fn(async () => {
    requests += 20;
    return reading(Date.now() / 1000, requests);
  });
  const traffic = new TrafficWatch(read);
  const leave = traffic.watch('1/1');
  await vi.advanceTimersByTimeAsync(4000);
  expect(read).toHaveBeenCalledTimes(3);
  expect(traffic.store.getState().rates['1/1']?.[proxy]?.requests).toBe(10);
  leave();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(read).toHaveBeenCalledTimes(3);
  expect(traffic.store.getState().rates).toEqual({});
});

it('goes on after a reading that failed', async () => {
  let broken = true;
  const traffic = new TrafficWatch(async () => {
    if (broken) throw new Error('the service is starting');
    return reading(Date.now() / 1000, 10);
  });
  traffic.watch('1/1');
  await vi.advanceTimersByTimeAsync(2000);
  broken = false;
  await vi.advanceTimersByTimeAsync(2000);
  expect(traffic.store.getState().rates['1/1']).toBeDefined();
});
