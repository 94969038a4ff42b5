import { randomBytes } from 'node:crypto';
import type { Event } from '../contract/event.ts';
import { subjectOf } from './subject.ts';

/** An event as it goes to subscribers; `id` is what a client resumes after. */
export interface NumberedEvent {
  id: string;
  event: Event;
}
type Listener = (numbered: NumberedEvent) => void;

export interface EventHub {
  /** Numbers the event and hands it to the subscribers of that user. @returns its id */
  publish(event: Event, to: { uid: number }): string;
  /**
   * Hands what the user missed since `lastEventId` to the listener at once, and what comes until the disposer is called.
   * Without an id only what comes; with one that is no longer kept or of another Director process, `reset` first.
   * A listener that throws is dropped.
   * @returns the disposer
   */
  subscribe(uid: number, lastEventId: string | undefined, listener: Listener): () => void;
  /** Id of the newest event, to be told to a client that has seen none, so that it can resume from here. */
  currentId(): string;
}

interface Kept {
  number: number;
  uid: number;
  event: Event;
}

interface HubOptions {
  /** How many events are kept for resuming. */
  keep?: number;
}

/** Events are kept in memory only: ids begin with a word chosen per process, so that those of another one are known. */
export function createEventHub({ keep = 2000 }: HubOptions = {}): EventHub {
  const epoch = `${Date.now().toString(36)}${randomBytes(3).toString('hex')}`;
  /** Oldest first. Events carry whole objects, so of each object only the newest is kept. */
  const kept = new Map<string, Kept>();
  const subscribers = new Set<{ uid: number; listener: Listener }>();
  let last = 0;
  /** Number of the newest event that had to go to make room. */
  let forgotten = 0;
  const idOf = (number: number) => `${epoch}-${number}`;

  /** The number in an id, or undefined when what followed it cannot be told. */
  const numberOf = (id: string): number | undefined => {
    const [, prefix, digits] = /^(\w+)-(\d{1,15})$/.exec(id) ?? [];
    const number = Number(digits);
    return prefix === epoch && number >= forgotten && number <= last ? number : undefined;
  };

  const missed = (uid: number, id: string): NumberedEvent[] => {
    const since = numberOf(id);
    if (since === undefined) return [{ id: idOf(last), event: { type: 'reset' } }];
    return [...kept.values()]
      .filter((item) => item.uid === uid && item.number > since)
      .map((item) => ({ id: idOf(item.number), event: item.event }));
  };

  const forgetOldest = () => {
    for (const [subject, item] of kept) {
      if (kept.size <= keep) return;
      kept.delete(subject);
      forgotten = item.number;
    }
  };

  return {
    currentId: () => idOf(last),

    publish(event, { uid }) {
      last += 1;
      const subject = `${uid} ${subjectOf(event)}`;
      // Deleted first, so that it moves to the end of the map's order.
      kept.delete(subject);
      kept.set(subject, { number: last, uid, event });
      forgetOldest();
      const numbered = { id: idOf(last), event };
      for (const subscriber of [...subscribers]) {
        if (subscriber.uid !== uid || !subscribers.has(subscriber)) continue;
        if (!delivered(subscriber.listener, numbered)) subscribers.delete(subscriber);
      }
      return numbered.id;
    },

    subscribe(uid, lastEventId, listener) {
      const behind = lastEventId === undefined ? [] : missed(uid, lastEventId);
      const subscriber = { uid, listener };
      if (behind.every((numbered) => delivered(listener, numbered))) subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
  };
}

/** One broken connection must not keep the event from the others, nor fail whoever published it. */
function delivered(listener: Listener, numbered: NumberedEvent): boolean {
  try {
    listener(numbered);
    return true;
  } catch {
    return false;
  }
}
