import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readEvents, type ServerSentEvent } from '../../../director/cli/event-stream.ts';

async function eventsOf(...chunks: (string | Buffer)[]) {
  const events: ServerSentEvent[] = [];
  for await (const event of readEvents(Readable.from(chunks.map((chunk) => Buffer.from(chunk))))) events.push(event);
  return events;
}

test('events are read across the borders of chunks and characters', async () => {
  const bytes = Buffer.from('event: state\ndata: "\u00e4"\n\n');
  expect(await eventsOf(bytes.subarray(0, 21), bytes.subarray(21))).toEqual([{ event: 'state', data: '"\u00e4"' }]);
});

test('several data lines are one text; comments, ids and retry times are passed over', async () => {
  expect(await eventsOf(': hello\n\nretry: 2000\r\n\r\nid: 7\r\ndata: a\r\ndata:b\r\n\r\ndata: c\n\n')).toEqual([
    { event: 'message', data: 'a\nb' },
    { event: 'message', data: 'c' },
  ]);
});

test('an event that was cut off is not told', async () => {
  expect(await eventsOf('data: a\n\ndata: b\n')).toEqual([{ event: 'message', data: 'a' }]);
});

test('a cut stream fails and does not look like one that ended', async () => {
  const stream = new Readable({ read: () => undefined });
  stream.push('data: a\n\n');
  const events = readEvents(stream);
  await events.next();
  stream.destroy(new Error('aborted'));
  await expect(events.next()).rejects.toThrow('aborted');
});
