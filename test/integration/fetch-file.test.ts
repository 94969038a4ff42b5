import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FetchLimits, fetchFile } from '../../director/manifests/fetch-file.ts';

const limits: FetchLimits = { bytes: 100_000, answerMs: 400, idleMs: 400, totalMs: 1200 };
const folder = mkdtempSync(join(tmpdir(), 'conpaas-fetch-'));
const servers: { close(): unknown; closeAllConnections?(): void }[] = [];
let base = '';
let secure = '';
let number = 0;

async function listening(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const answers: Record<string, RequestListener> = {
  '/file': (_, response) => response.end('the file'),
  '/large-announced': (_, response) => response.writeHead(200, { 'content-length': 1e9 }).flushHeaders(),
  '/large': (_, response) => response.end(Buffer.alloc(100_001)),
  '/endless': (_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
      response.once('drain', more);
    };
    more();
  },
  '/silent': () => {},
  '/stuck': (_, response) => response.write('begun'),
  '/drop-by-drop': (_, response) => {
    const timer = setInterval(() => response.write('.'), 50);
    response.once('close', () => clearInterval(timer));
  },
  '/cut': (request, response) => {
    response.writeHead(200, { 'content-length': 1000 });
    response.write('half', () => request.socket.destroy());
  },
  '/round': (_, response) => response.writeHead(302, { location: '/round' }).end(),
  '/nowhere': (_, response) => response.writeHead(302).end(),
  '/away': (_, response) => response.writeHead(301, { location: 'file' }).end(),
  '/to-file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/to-password': (_, response) => response.writeHead(302, { location: 'http://a:b@localhost/' }).end(),
  '/to-secure': (_, response) => response.writeHead(302, { location: `${secure}/file` }).end(),
  '/broken': (_, response) => response.writeHead(500).end('no'),
};

beforeAll(async () => {
  const serve: RequestListener = (request, response) => {
    const answer = answers[request.url ?? ''];
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  };
  base = `http://127.0.0.1:${await listening(createServer(serve))}`;
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const wanted = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=127.0.0.1',
  ];
  execFileSync('openssl', ['req', '-x509', ...wanted, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const tls = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, serve);
  secure = `https://127.0.0.1:${await listening(tls)}`;
});
afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections?.();
  }
  rmSync(folder, { recursive: true, force: true });
});

async function fetched(address: string, options: { anyAddress?: boolean; signal?: AbortSignal } = {}) {
  number += 1;
  const path = join(folder, `fetched-${number}`);
  const { anyAddress = true, signal = new AbortController().signal } = options;
  const error = await fetchFile({ url: new URL(address), path, limits, anyAddress, signal }).then(
    () => undefined,
    (thrown) => thrown,
  );
  return { error, content: existsSync(path) ? readFileSync(path, 'utf8') : undefined };
}

it.each(['/file', '/away'])('%s is fetched', async (path) => {
  expect(await fetched(base + path)).toEqual({ error: undefined, content: 'the file' });
});

it.each([
  ['/missing', 'FETCH_FAILED', /HTTP status 404/],
  ['/broken', 'FETCH_FAILED', /HTTP status 500/],
  ['/large-announced', 'FETCH_TOO_LARGE', /larger than 100000 bytes/],
  ['/large', 'FETCH_TOO_LARGE', /larger than/],
  ['/endless', 'FETCH_TOO_LARGE', /larger than/],
  ['/silent', 'FETCH_FAILED', /no answer within 0.4 s/],
  ['/stuck', 'FETCH_FAILED', /nothing came for 0.4 s/],
  ['/drop-by-drop', 'FETCH_FAILED', /longer than/],
  ['/cut', 'FETCH_FAILED', /could not be fetched/],
  ['/round', 'FETCH_FAILED', /more than 5 times/],
  ['/nowhere', 'FETCH_FAILED', /HTTP status 302/],
  ['/to-file', 'FETCH_FAILED', /only http and https/],
  ['/to-password', 'FETCH_FAILED', /user name or password/],
  ['/to-secure', 'FETCH_FAILED', /certificate is signed by itself/],
])('%s is refused as %s, and nothing is left of it', async (path, code, message) => {
  const { error, content } = await fetched(base + path);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(content).toBeUndefined();
});

it('a certificate that nobody vouches for is refused', async () => {
  const { error } = await fetched(`${secure}/file`);
  expect(error).toMatchObject({ code: 'FETCH_FAILED', message: expect.stringContaining('signed by itself') });
});

it('where nothing listens, and where something else than HTTP does, is told', async () => {
  const port = await listening(createTcpServer((socket) => socket.end('SSH-2.0-none\r\n')));
  expect((await fetched(`http://127.0.0.1:${port}/`)).error).toMatchObject({ code: 'FETCH_FAILED' });
  expect((await fetched('http://127.0.0.1:1/')).error).toMatchObject({
    message: 'http://127.0.0.1:1/ could not be fetched: nothing answers there.',
  });
  expect((await fetched('http://no-such-host.invalid/')).error).toMatchObject({ code: 'FETCH_FAILED' });
});

it.each(['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433'])(
  'for users who may only ask the Internet, %s is not asked',
  async (host) => {
    const { error } = await fetched(`${base.replace('127.0.0.1', host)}/file`, { anyAddress: false });
    expect(error).toMatchObject({ code: 'FETCH_REFUSED' });
  },
);

it('a cancelled fetch ends at once, with the reason it was cancelled for', async () => {
  const cancel = new AbortController();
  const pending = fetched(`${base}/drop-by-drop`, { signal: cancel.signal });
  const reason = new Error('cancelled');
  cancel.abort(reason);
  expect(await pending).toEqual({ error: reason, content: undefined });
});

it('the query of an address, which may be a key, is in no message', async () => {
  const { error } = await fetched(`${base}/missing?key=secret`);
  expect(`${error.message} ${error.hint}`).not.toContain('secret');
});
