import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { formatEvent } from '../../../director/api/event-stream.ts';
import type { EventSink, EventStream } from '../../../director/api/handlers.ts';
import type { HandlerTable } from '../../../director/api/register-routes.ts';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { as, peer, serverUnderTest } from './server-under-test.ts';

const user = as(peer('user', 1, 0));
let server: FastifyInstance | undefined;
let port = 0;

async function listening(handlers: HandlerTable): Promise<string> {
  const made = serverUnderTest({ handlers }).server;
  server = made;
  const url = await made.listen({ host: '127.0.0.1', port: 0 });
  port = (made.server.address() as AddressInfo).port;
  return url;
}
afterEach(() => server?.close());

/** A promise with its resolve function outside. */
const later = <T>() => Promise.withResolvers<T>();

describe('an event stream', () => {
  it('ends with the right to read it, before the next event', async () => {
    const gone = later<void>();
    const sinks: EventSink[] = [];
    let refused = false;
    const made = serverUnderTest({
      access: {
        identify: () => {
          if (refused) throw new ConpaasError('NOT_SIGNED_IN');
          return { kind: 'session', uid: 1, role: 'user', administrator: false };
        },
      },
      handlers: {
        followEvents: async (): Promise<EventStream> => (sink) => {
          sinks.push(sink);
          return () => gone.resolve();
        },
      },
    });
    server = made.server;
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    const answer = await fetch(`${url}/api/events`);
    sinks[0]?.send('e-1', 'code.changed', { of: 'the time before' });
    refused = true;
    sinks[0]?.send('e-2', 'code.changed', { of: 'the time after' });
    const text = await answer.text();
    expect(text).toContain('the time before');
    expect(text).not.toContain('the time after');
    await gone.promise;
  });

  it('sends events with id, type and JSON on one line', () => {
    expect(formatEvent('e-7', 'code.changed', { text: 'a\nb' })).toBe(
      'id: e-7\nevent: code.changed\ndata: {"text":"a\\nb"}\n\n',
    );
    expect(formatEvent(undefined, undefined, 'x')).toBe('data: "x"\n\n');
  });

  it.each([
    ['the header', '/api/events', { 'last-event-id': 'e-5' }],
    ['the query', '/api/events?lastEventId=e-5', {}],
  ])('resumes after the event that %s names, and unsubscribes when the reader goes', async (_where, path, headers) => {
    const gone = later<void>();
    const url = await listening({
      followEvents:
        async ({ lastEventId }): Promise<EventStream> =>
        (sink) => {
          sink.send('e-6', 'code.changed', { after: lastEventId });
          return () => gone.resolve();
        },
    });
    const reader = new AbortController();
    const answer = await fetch(url + path, { headers: { ...user, ...headers }, signal: reader.signal });
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('data:')) break;
    }
    expect(text).toBe('retry: 2000\n\nid: e-6\nevent: code.changed\ndata: {"after":"e-5"}\n\n');
    reader.abort();
    await gone.promise;
  });

  it('tells a reader from where it can resume before there is an event', async () => {
    const url = await listening({
      followEvents: async (): Promise<EventStream> => (sink) => {
        sink.mark('e-0');
        sink.end();
        return () => {};
      },
    });
    const answer = await fetch(`${url}/api/events`, { headers: user });
    expect(await answer.text()).toBe('retry: 2000\n\nid: e-0\n\n');
  });

  it('answers a failure before the first event as any other route', async () => {
    const url = await listening({
      followEvents: async () => {
        throw new ConpaasError('SERVICE_NOT_FOUND', { sid: 1, aid: 1 });
      },
    });
    const answer = await fetch(`${url}/api/events`, { headers: user });
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'SERVICE_NOT_FOUND' }]);
  });

  it('cuts off a reader that does not take what it is sent', async () => {
    const [opened, gone] = [later<EventSink>(), later<void>()];
    await listening({
      followEvents: async () => (sink: EventSink) => {
        opened.resolve(sink);
        return () => gone.resolve();
      },
    });
    const reader = connect(port, '127.0.0.1').pause();
    reader.on('error', () => undefined);
    reader.write(`GET /api/events HTTP/1.1\r\nHost: x\r\nx-peer: ${user['x-peer']}\r\n\r\n`);
    const sink = await opened.promise;
    // More than the buffers of the system and the limit together hold.
    for (let index = 0; index < 200; index++) sink.send(index, 'x', 'y'.repeat(200_000));
    await gone.promise;
    reader.destroy();
  });

  it('is ended in good order when the Director stops', async () => {
    const gone = later<void>();
    const url = await listening({ followEvents: async () => () => () => gone.resolve() });
    const answer = await fetch(`${url}/api/events`, { headers: user });
    await server?.close();
    expect(await answer.text()).toBe('retry: 2000\n\n');
    await gone.promise;
  });
});

describe('an upload', () => {
  const path = '/api/applications/1/services/1/code-versions?filename=a.zip';
  const send = (length: number, agent = new Agent()) =>
    request({ agent, port, host: '127.0.0.1', path, method: 'POST', headers: { ...user, 'content-length': length } });

  it('reaches the handler as it arrives, whatever its size and type', async () => {
    const first = later<void>();
    let size = 0;
    const url = await listening({
      uploadCodeVersion: async ({ file }) => {
        for await (const chunk of file as Readable) {
          size += chunk.length;
          first.resolve();
        }
        throw new ConpaasError('ARCHIVE_FORMAT');
      },
    });
    const part = 'x'.repeat(1_000_000);
    async function* parts() {
      yield Buffer.from(part);
      await first.promise;
      for (let index = 0; index < 9; index++) yield Buffer.from(part);
    }
    const upload = request(url + path, { method: 'POST', headers: { ...user, 'content-type': 'application/json' } });
    const [[answer]] = await Promise.all([once(upload, 'response'), pipeline(parts, upload)]);
    answer.resume();
    expect([answer.statusCode, size]).toEqual([422, 10_000_000]);
  });

  it('that is cut fails with UPLOAD_CUT instead of ending as if it were whole', async () => {
    const [started, ended] = [later<void>(), later<unknown>()];
    await listening({
      uploadCodeVersion: async ({ file, signal }) => {
        try {
          for await (const _chunk of file as Readable) started.resolve();
          ended.resolve('whole');
        } catch (error) {
          ended.resolve([error, signal.aborted]);
        }
        return {};
      },
    });
    const upload = send(1000);
    upload.on('error', () => undefined);
    upload.write('half of it');
    await started.promise;
    upload.destroy();
    expect(await ended.promise).toMatchObject([{ code: 'UPLOAD_CUT' }, true]);
  });

  it.each([
    ['keeps', true],
    ['does not keep', false],
  ])(
    'that is refused is still read to its end, so that a client that %s its connection sees why',
    async (_, keepAlive) => {
      await listening({
        uploadCodeVersion: async () => {
          throw new ConpaasError('SERVICE_NOT_FOUND', { sid: 1, aid: 1 });
        },
      });
      const size = 20_000_000;
      const upload = send(size, new Agent({ keepAlive }));
      upload.end(Buffer.alloc(size));
      const [answer] = await once(upload, 'response');
      expect(answer.statusCode).toBe(404);
      answer.resume();
      await once(answer, 'end');
    },
  );

  it('without a file is an empty one', async () => {
    const url = await listening({
      uploadCodeVersion: async ({ file }) => {
        let size = 0;
        for await (const chunk of file as Readable) size += chunk.length;
        throw new ConpaasError('ARCHIVE_EMPTY', { file: `${size} bytes` });
      },
    });
    const answer = await fetch(url + path, { method: 'POST', headers: user });
    expect(await answer.json()).toMatchObject({ message: 'The archive "0 bytes" holds no file.' });
  });
});
