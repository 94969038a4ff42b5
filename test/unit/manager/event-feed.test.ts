import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventFeed } from '../../../director/manager/event-feed.ts';

const open = new AbortController().signal;
const code = (sid: number) => ({ type: 'code', sid }) as const;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the feed of events', () => {
  it('tells a new reader where to begin, and to read everything anew', async () => {
    const feed = new EventFeed();
    feed.publish(code(1));
    expect(await feed.read(undefined, undefined, 1000, open)).toMatchObject({ next: 2, events: [], reset: true });
  });

  it('gives what happened since, and nothing twice', async () => {
    const feed = new EventFeed();
    const { next, epoch } = await feed.read(undefined, undefined, 0, open);
    feed.publish(code(1));
    feed.publish(code(2));
    const answer = await feed.read(next, epoch, 0, open);
    expect(answer).toEqual({ epoch, next: next + 2, events: [code(1), code(2)] });
    expect(await feed.read(answer.next, epoch, 0, open)).toMatchObject({ events: [] });
  });

  it('wakes who waits as soon as something happens', async () => {
    const feed = new EventFeed();
    const { next, epoch } = await feed.read(undefined, undefined, 0, open);
    const waiting = feed.read(next, epoch, 25_000, open);
    feed.publish(code(1));
    expect((await waiting).events).toEqual([code(1)]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets who waits go when the time is over, the caller is gone, or the manager ends', async () => {
    const feed = new EventFeed();
    const { next, epoch } = await feed.read(undefined, undefined, 0, open);
    const patient = feed.read(next, epoch, 25_000, open);
    await vi.advanceTimersByTimeAsync(25_000);
    expect(await patient).toEqual({ epoch, next, events: [] });
    const caller = new AbortController();
    const left = feed.read(next, epoch, 25_000, caller.signal);
    caller.abort();
    expect((await left).events).toEqual([]);
    const last = feed.read(next, epoch, 25_000, open);
    feed.close();
    expect((await last).events).toEqual([]);
    expect((await feed.read(next, epoch, 25_000, open)).events).toEqual([]);
  });

  it('says reset for another epoch, a number from the future and one no longer kept', async () => {
    const feed = new EventFeed();
    const { epoch } = await feed.read(undefined, undefined, 0, open);
    for (let count = 0; count < 1200; count += 1) feed.publish(code(count));
    expect(await feed.read(1, 'another', 0, open)).toMatchObject({ reset: true, events: [] });
    expect(await feed.read(9999, epoch, 0, open)).toMatchObject({ reset: true });
    expect(await feed.read(200, epoch, 0, open)).toMatchObject({ reset: true, next: 1201 });
    const { events } = await feed.read(201, epoch, 0, open);
    expect(events).toHaveLength(1000);
    expect(events[0]).toEqual(code(200));
  });
});
