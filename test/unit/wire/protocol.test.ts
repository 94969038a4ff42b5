import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileAnswer, method, type Place } from '../../../director/wire/method.ts';
import * as parameters from '../../../director/wire/parameters.ts';
import { enterWireWorld, type WireWorld } from './wire-world.ts';

let world: WireWorld;
let place: Place;
beforeEach(async () => {
  world = await enterWireWorld();
  const echo = method('GET', 'echo', { word: parameters.text() }, async ({ word }) => word);
  const set = method('POST', 'set', {}, async () => ({}));
  const load = method('UPLOAD', 'load', { file: parameters.uploadedFile() }, async ({ file }) => file.filename);
  const file = method('GET', 'file', {}, async () => new FileAnswer('größe "1".zip', 3, () => Readable.from(['abc'])));
  ({ place } = await world.serve([echo, set, load, file], { jsonLimitBytes: 1000 }));
});
afterEach(() => world.leave());

/** A request as a client that is not ours would write it. */
async function send(
  verb: string,
  path: string,
  options: { type?: string; body?: string; connection?: string } = {},
): Promise<{ response: IncomingMessage; body: string }> {
  const { key, cert, ca } = await world.authority.issue({ kind: 'manager', uid: 1, serviceLocator: 7, addresses: [] });
  const outgoing = request({
    host: place.address,
    port: place.port,
    method: verb,
    path,
    key,
    cert,
    ca,
    agent: false,
    headers: options.type === undefined ? {} : { 'Content-Type': options.type },
    checkServerIdentity: () => undefined,
  });
  // Node would say what it does with the connection by itself.
  if (options.connection === undefined) outgoing.removeHeader('connection');
  else outgoing.setHeader('connection', options.connection);
  outgoing.end(options.body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { response, body: await text(response) };
}

const json = 'application/json';
const post = (body: object) => send('POST', '/', { type: json, body: JSON.stringify(body) });
const params = (value: object) => encodeURIComponent(JSON.stringify(value));

describe('an answer', () => {
  test('has result, error and the id of the request', async () => {
    const { response, body } = await send('GET', `/?service_id=0&method=echo&id=5&params=${params({ word: 'hi' })}`);
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({ 'content-type': json, 'content-length': String(body.length) });
    expect(JSON.parse(body)).toEqual({ result: 'hi', error: null, id: '5' });
  });

  test('ends the connection for who does not ask to keep it, as clients of ConPaaS 2.1 read until then', async () => {
    const echo = `/?service_id=0&method=echo&id=1&params=${params({ word: 'hi' })}`;
    expect((await send('GET', echo)).response.headers.connection).toBe('close');
    const { response } = await send('GET', echo, { connection: 'keep-alive' });
    expect(response.headers.connection).toBe('keep-alive');
  });

  test('that tells of a failure has HTTP 200, the text, and our code beside it', async () => {
    const { response, body } = await send('GET', '/?service_id=0&method=echo&id=1');
    expect(response.statusCode).toBe(200);
    expect(JSON.parse(body)).toEqual({
      error: "Missing the mandatory parameter 'word'.",
      code: 'REQUEST_REFUSED',
      hint: 'Correct the request and send it again.',
      id: '1',
    });
  });

  test('that is a file has its name, spelt as the original does, and its bytes', async () => {
    const { response, body } = await send('GET', '/?service_id=0&method=file&id=1');
    expect(body).toBe('abc');
    expect(response.headers).toMatchObject({
      'content-length': '3',
      'content-disposition': `attachement; filename="gr__e _1_.zip"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%221%22.zip`,
    });
  });

  test('takes the last of repeated parameters', async () => {
    const word = (value: string) => params({ word: value });
    const { body } = await send('GET', `/?service_id=0&method=echo&id=1&params=${word('a')}&params=${word('b')}`);
    expect(JSON.parse(body).result).toBe('b');
  });
});

describe('a request is refused', () => {
  const get = (query: string) => () => send('GET', `/?${query}`);
  test.each<[number, string, () => ReturnType<typeof send>]>([
    [400, 'Did not specify method', get('service_id=0&id=1')],
    [400, 'Did not specify service', get('method=echo&id=1')],
    [400, 'Did not specify id', get('service_id=0&method=echo')],
    [400, 'Did not specify method', () => post({ service_id: 0, id: 1 })],
    [400, 'Did not specify service', () => post({ method: 'set', id: 1 })],
    [400, 'Did not specify id', () => post({ service_id: 0, method: 'set' })],
    [400, 'Not valid JSON', get('service_id=0&method=echo&id=1&params={')],
    [400, 'Parameters are not a dictionary', get('service_id=0&method=echo&id=1&params=[]')],
    [400, 'Parameters are not a dictionary', () => post([])],
    [400, 'Parameters are not a dictionary', () => post({ service_id: 0, method: 'set', id: 1, params: [] })],
    [404, 'Service not found', get('service_id=9&method=echo&id=1')],
    [404, 'Service not found', get('service_id=x&method=echo&id=1')],
    [404, 'Method not found', get('service_id=0&method=missing&id=1')],
    [404, 'Method not found', get('service_id=0&method=set&id=1')],
    [404, 'Method not found', get('service_id=0&method=__proto__&id=1')],
    [404, 'Not found', () => send('GET', '/other')],
    [405, "Unsupported method ('PUT')", () => send('PUT', '/')],
    [413, 'The request is larger than 1000 bytes', () => post({ method: 'x'.repeat(1000) })],
    [415, 'Missing content type', () => send('POST', '/', { body: '{}' })],
    [415, "Unknown content type 'text/plain'", () => send('POST', '/', { type: 'text/plain', body: '{}' })],
    [415, 'Multipart: Boundary not found', () => send('POST', '/', { type: 'multipart/form-data', body: 'x' })],
  ])('with %i %s', async (status, message, ask) => {
    const { response, body } = await ask();
    expect([response.statusCode, response.statusMessage, JSON.parse(body).error]).toEqual([status, message, message]);
  });
});

describe('a form', () => {
  const form = (parts: string[], end = '--B--\r\n') =>
    send('POST', '/', {
      type: 'multipart/form-data; boundary=B',
      body: `${parts.map((part) => `--B\r\nContent-Disposition: form-data; ${part}\r\n`).join('')}${end}`,
    });
  const file = 'name="file"; filename="a.zip"\r\n\r\nbytes';

  test('may have its fields in any order and no id', async () => {
    const { body } = await form([file, 'name="method"\r\n\r\nload', 'name="service_id"\r\n\r\n0']);
    expect(JSON.parse(body)).toEqual({ result: 'a.zip', error: null, id: null });
  });

  test('loses the folder of a file name', async () => {
    const { body } = await form([
      'name="file"; filename="../../etc/passwd"\r\n\r\nbytes',
      'name="method"\r\n\r\nload',
      'name="service_id"\r\n\r\n0',
    ]);
    expect(JSON.parse(body).result).toBe('passwd');
  });

  test('without its end is not taken for whole', async () => {
    const { body } = await form(['name="method"\r\n\r\nload', 'name="service_id"\r\n\r\n0', file], '');
    expect(JSON.parse(body)).toMatchObject({ code: 'UPLOAD_CUT' });
  });

  test('that names no method is refused', async () => {
    const { response } = await form([file]);
    expect(response.statusMessage).toBe('Did not specify method');
  });
});
