import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { HandlerTable } from '../../../director/api/register-routes.ts';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { as, peer, serverUnderTest } from './server-under-test.ts';

const user = as(peer('user', 1, 0));
const json = { ...user, 'content-type': 'application/json' };
const withHandlers = (handlers: HandlerTable) => serverUnderTest({ handlers });

describe('a request', () => {
  it('reaches its handler with numbers made of the path and defaults filled in', async () => {
    const seen: unknown[] = [];
    const { server } = withHandlers({
      listOperations: async ({ query }) => {
        seen.push(query);
        return [];
      },
      destroyNodes: async () => undefined,
      deleteCodeVersion: async ({ params }) => void seen.push(params),
    });
    const list = await server.inject({ url: '/api/operations?aid=3', headers: user });
    expect(list.json()).toEqual([]);
    const url = '/api/applications/1/services/2/code-versions/code-x';
    const removed = await server.inject({ method: 'DELETE', url, headers: user });
    expect([removed.statusCode, removed.body]).toEqual([204, '']);
    expect(seen).toEqual([
      { aid: 3, limit: 100 },
      { aid: 1, sid: 2, version: 'code-x' },
    ]);
  });

  it.each([
    ['GET', '/api/applications/abc', undefined, 'INVALID_INPUT', '"aid"'],
    ['GET', '/api/applications/-1', undefined, 'INVALID_INPUT', '"aid"'],
    ['GET', '/api/operations?limit=9999', undefined, 'INVALID_INPUT', '"limit"'],
    ['POST', '/api/applications', {}, 'NAME_REQUIRED', '"name" is a required argument'],
    ['POST', '/api/applications', { name: '   ' }, 'NAME_REQUIRED', '"name" is a required argument'],
    ['POST', '/api/applications', { name: 'x'.repeat(300) }, 'NAME_TOO_LONG', '300 characters; at most 256'],
    ['POST', '/api/applications', { name: 7 }, 'INVALID_INPUT', '"name"'],
    ['POST', '/api/applications/1/services/1/nodes/add', { nodes: { web: -1 } }, 'NODES_INVALID', 'nodes -1'],
    ['POST', '/api/applications/1/services/1/nodes/add', { nodes: { web: 1.5 } }, 'NODES_INVALID', 'nodes 1.5'],
    ['POST', '/api/applications/1/services/1/nodes/add', { nodes: { web: 'two' } }, 'NODES_INVALID', 'nodes "two"'],
    ['POST', '/api/applications/1/services', [], 'INVALID_INPUT', 'the body'],
  ] as const)('%s %s with %j is refused with %s that names what is wrong', async (method, url, payload, code, text) => {
    const { server } = serverUnderTest();
    const answer = await server.inject({ method, url, headers: user, ...(payload ? { payload } : {}) });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code, message: expect.stringContaining(text), hint: expect.any(String) });
  });

  it('tells all wrong fields, the first in the message and the others as detail', async () => {
    const { server } = serverUnderTest();
    const payload = { type: 3, name: 7 };
    const answer = await server.inject({ method: 'POST', url: '/api/applications/1/services', headers: user, payload });
    expect(answer.json()).toMatchObject({ message: expect.stringContaining('"type"') });
    expect(answer.json().detail).toContain('"name"');
  });

  it.each([
    ['{"name": ', 'application/json', 400, 'INVALID_INPUT'],
    ['{"__proto__": {"a": 1}, "name": "x"}', 'application/json', 400, 'INVALID_INPUT'],
    ['name=x', 'application/x-www-form-urlencoded', 400, 'INVALID_INPUT'],
    ['{"name": "x"}', 'text/plain', 400, 'INVALID_INPUT'],
    ['null', 'application/json', 400, 'INVALID_INPUT'],
    [JSON.stringify({ name: 'x'.repeat(3_000_000) }), 'application/json', 413, 'REQUEST_TOO_LARGE'],
  ])('with the body %.30s as %s is refused', async (payload, type, status, code) => {
    const { server } = serverUnderTest();
    const headers = { ...user, 'content-type': type };
    const answer = await server.inject({ method: 'POST', url: '/api/applications', headers, payload });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code });
  });

  it('may leave out a body of which every field may be left out', async () => {
    const bodies: unknown[] = [];
    const { server } = withHandlers({
      startApplication: async ({ body }) => {
        bodies.push(body);
        throw new ConpaasError('APPLICATION_NOT_FOUND');
      },
    });
    const answer = await server.inject({ method: 'POST', url: '/api/applications/1/start', headers: user });
    expect(answer.json()).toMatchObject({ code: 'APPLICATION_NOT_FOUND' });
    expect(bodies).toEqual([{}]);
  });

  it.each(['/api/nothing', '/api/applications/1/nothing', '/somewhere'])('for %s finds nothing', async (url) => {
    const { server } = serverUnderTest();
    const answer = await server.inject({ url, headers: user });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'NOT_FOUND', message: `There is nothing at GET ${url}.` });
  });

  it('with a broken escape in its address is refused as JSON too', async () => {
    const { server } = serverUnderTest();
    const answer = await server.inject({ url: '/api/samples/%E0%A4%A/deploy', headers: json });
    expect(answer.json()).toMatchObject({ code: expect.stringMatching(/INVALID_INPUT|NOT_FOUND/) });
  });
});

describe('an answer', () => {
  it('carries the code, texts and status of an expected failure, and logs nothing as an error', async () => {
    const failure = new ConpaasError('APPLICATION_BUSY', { name: 'shop', state: 'PROLOGUE', operation: 'start' });
    const { server, log } = withHandlers({
      getApplication: async () => {
        throw failure;
      },
    });
    const answer = await server.inject({ url: '/api/applications/1', headers: user });
    expect([answer.statusCode, answer.json()]).toEqual([409, failure.toBody()]);
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('hides an unexpected failure, which is logged with its stack', async () => {
    const { server, log } = withHandlers({
      getApplication: async () => {
        throw new Error('key of the safe: 1234');
      },
    });
    const answer = await server.inject({ url: '/api/applications/1', headers: user });
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({ code: 'INTERNAL' });
    expect(answer.body).not.toContain('1234');
    const [line] = log.lines.filter(({ level }) => level === 'error');
    expect(line?.fields).toMatchObject({ error: expect.stringMatching(/1234\n\s+at /) });
  });

  it('never carries a field that the contract does not name', async () => {
    const { server } = withHandlers({ getVersion: async () => ({ version: '1', password: 'secret' }) });
    const answer = await server.inject({ url: '/api/version' });
    expect(answer.json()).toEqual({ version: '1' });
  });

  it('that breaks the contract is a defect and not sent', async () => {
    const { server } = withHandlers({ getVersion: async () => ({ version: 7 }) });
    const answer = await server.inject({ url: '/api/version' });
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'INTERNAL']);
  });

  it('of a log is plain text', async () => {
    const { server } = withHandlers({ getApplicationLog: async () => 'line 1\nline 2\n' });
    const answer = await server.inject({ url: '/api/applications/1/log', headers: user });
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.body).toBe('line 1\nline 2\n');
  });

  it('with a file is an attachment under its name, whatever alphabet that has', async () => {
    const { server } = withHandlers({
      downloadCodeVersion: async () => ({ filename: 'Ünï"code.zip', size: 5, stream: Readable.from(['hel', 'lo']) }),
    });
    const url = '/api/applications/1/services/1/code-versions/code-1/archive';
    const answer = await server.inject({ url, headers: user });
    expect(answer.body).toBe('hello');
    expect(answer.headers).toMatchObject({
      'content-length': '5',
      'content-disposition': `attachment; filename="_n__code.zip"; filename*=UTF-8''%C3%9Cn%C3%AF%22code.zip`,
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([
    ['DELETE', '/api/applications', 'GET, POST'],
    ['QUERY', '/api/applications/7', 'DELETE, GET, PATCH'],
    ['POST', '/api/applications/7/services/1/nodes/a.b/logs/x', 'GET'],
  ])('tells which methods there are when %s is not one of %s', async (method, url, methods) => {
    const { server } = serverUnderTest();
    const answer = await server.inject({ method: method as 'GET', url, headers: as(peer('user', 1, 0)) });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe(methods);
    expect(answer.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED', hint: `It takes ${methods}.` });
  });
});
