import { describe, expect, test } from 'vitest';
import type { Event } from '../../../director/contract/event.ts';
import { createEventHub, type NumberedEvent } from '../../../director/events/event-hub.ts';

const anna = { uid: 1 };
const boris = { uid: 2 };
const removed = (aid: number): Event => ({ type: 'application.removed', aid });
const codeChanged = (sid: number): Event => ({ type: 'code.changed', aid: 1, sid });

/** A subscriber that keeps what it got. */
function recorder() {
  const got: NumberedEvent[] = [];
  return {
    got,
    listener: (numbered: NumberedEvent) => void got.push(numbered),
    events: () => got.map(({ event }) => event),
  };
}

describe('a subscriber', () => {
  test('gets what is published after it came, until it goes', () => {
    const hub = createEventHub();
    const { listener, events } = recorder();
    hub.publish(removed(1), anna);
    const dispose = hub.subscribe(1, undefined, listener);
    hub.publish(removed(2), anna);
    dispose();
    hub.publish(removed(3), anna);
    expect(events()).toEqual([removed(2)]);
  });

  test('gets only the events of its user, also of those it missed', () => {
    const hub = createEventHub();
    const before = hub.currentId();
    hub.publish(removed(1), boris);
    hub.publish(removed(2), anna);
    const { listener, events } = recorder();
    hub.subscribe(1, before, listener);
    hub.publish(removed(3), boris);
    expect(events()).toEqual([removed(2)]);
  });

  test('that throws is dropped and harms neither publisher nor others', () => {
    const hub = createEventHub();
    let calls = 0;
    hub.subscribe(1, undefined, () => {
      calls += 1;
      throw new Error('connection gone');
    });
    const { listener, events } = recorder();
    hub.subscribe(1, undefined, listener);
    hub.publish(removed(1), anna);
    hub.publish(removed(2), anna);
    expect(calls).toBe(1);
    expect(events()).toEqual([removed(1), removed(2)]);
  });

  test('that goes while an event is handed out gets none after', () => {
    const hub = createEventHub();
    const { listener, events } = recorder();
    let disposeSecond = () => {};
    hub.subscribe(1, undefined, () => disposeSecond());
    disposeSecond = hub.subscribe(1, undefined, listener);
    hub.publish(removed(1), anna);
    expect(events()).toEqual([]);
  });
});

describe('ids', () => {
  test('grow, and differ from those of another Director', () => {
    const hub = createEventHub();
    const ids = [hub.publish(removed(1), anna), hub.publish(removed(2), anna)];
    const [epoch] = hub.currentId().split('-');
    expect(ids).toEqual([`${epoch}-1`, `${epoch}-2`]);
    expect(createEventHub().currentId()).not.toBe(createEventHub().currentId());
  });

  test('are handed over with the events', () => {
    const hub = createEventHub();
    const { listener, got } = recorder();
    hub.subscribe(1, undefined, listener);
    const id = hub.publish(removed(1), anna);
    expect(got).toEqual([{ id, event: removed(1) }]);
  });
});

describe('resuming', () => {
  test('hands over what was missed, in order, and then what comes', () => {
    const hub = createEventHub();
    const seen = hub.publish(removed(1), anna);
    const missed = [hub.publish(removed(2), anna), hub.publish(codeChanged(1), anna)];
    const { listener, got } = recorder();
    hub.subscribe(1, seen, listener);
    const next = hub.publish(removed(3), anna);
    expect(got.map(({ id }) => id)).toEqual([...missed, next]);
  });

  test('hands over nothing when nothing was missed', () => {
    const hub = createEventHub();
    const seen = hub.publish(removed(1), anna);
    const { listener, got } = recorder();
    hub.subscribe(1, seen, listener);
    expect(got).toEqual([]);
  });

  test('from the very beginning works with the id that a new client is told', () => {
    const hub = createEventHub();
    const told = hub.currentId();
    hub.publish(removed(1), anna);
    const { listener, events } = recorder();
    hub.subscribe(1, told, listener);
    expect(events()).toEqual([removed(1)]);
  });

  test('hands over only the newest event about the same thing', () => {
    const hub = createEventHub();
    const seen = hub.currentId();
    for (const event of [codeChanged(1), codeChanged(2), codeChanged(1), codeChanged(1)]) hub.publish(event, anna);
    const { listener, events } = recorder();
    hub.subscribe(1, seen, listener);
    expect(events()).toEqual([codeChanged(2), codeChanged(1)]);
  });

  test.each([
    ['of another Director', 'abc-1'],
    ['of the future', undefined],
    ['that is no id', 'nonsense'],
    ['that is empty', ''],
  ])('after an id %s begins with a reset', (_, id) => {
    const hub = createEventHub();
    const current = hub.publish(removed(1), anna);
    const { listener, got } = recorder();
    hub.subscribe(1, id ?? current.replace(/\d+$/, '2'), listener);
    const next = hub.publish(removed(2), anna);
    expect(got).toEqual([
      { id: current, event: { type: 'reset' } },
      { id: next, event: removed(2) },
    ]);
  });

  test('begins with a reset when what was missed is no longer kept, and only then', () => {
    const hub = createEventHub({ keep: 3 });
    const ids = [1, 2, 3, 4, 5].map((aid) => hub.publish(removed(aid), anna));
    const resumed = (id: string | undefined) => {
      const { listener, events } = recorder();
      hub.subscribe(1, id, listener);
      return events();
    };
    expect(resumed(ids[0])).toEqual([{ type: 'reset' }]);
    expect(resumed(ids[1])).toEqual([removed(3), removed(4), removed(5)]);
    expect(resumed(ids[4])).toEqual([]);
  });
});
