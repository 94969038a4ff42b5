import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openAuthority } from '../../director/certificates/authority.ts';
import { writeRuntimeFile } from '../../director/installation/runtime-file.ts';
import { aRunningApplication, aService, aVersion } from '../unit/cli/in-memory-director.ts';
import { FakeDirector } from './cli-fake-director.ts';

const program = resolve('director/cli/main.ts');
const files = ['cert.pem', 'key.pem', 'ca_cert.pem'];

/** Made once: a key of a user takes a while. */
let authorities: string;
let credentials: Awaited<ReturnType<typeof makeCredentials>>;

async function makeCredentials(folder: string) {
  const authority = await openAuthority(folder);
  const director = { kind: 'director', commonName: 'localhost', addresses: ['127.0.0.1'] } as const;
  const user = { kind: 'user', uid: 1, commonName: 'me', email: 'me@localhost' } as const;
  const manager = { kind: 'manager', uid: 1, serviceLocator: 1, addresses: ['127.0.0.1'] } as const;
  return {
    director: await authority.issue(director),
    user: await authority.issue(user),
    manager: await authority.issue(manager),
    other: await (await openAuthority(join(folder, 'other'))).issue(director),
  };
}

beforeAll(async () => {
  authorities = await mkdtemp(join(tmpdir(), 'cps-authority-'));
  credentials = await makeCredentials(authorities);
});
afterAll(() => rm(authorities, { recursive: true }));

let home: string;
let director: FakeDirector;
let children: ChildProcess[];
beforeEach(async () => {
  children = [];
  home = await mkdtemp(join(tmpdir(), 'cps-home-'));
  await layCertificates(join(home, '.conpaas'));
  director = new FakeDirector(credentials.director);
  director.applications = [aRunningApplication()];
  director.services = [aService()];
  director.versions = [aVersion()];
  await director.start();
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await director.stop();
  await rm(home, { recursive: true });
});

async function layCertificates(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { cert, key, ca } = credentials.user;
  await Promise.all(
    [cert, key, ca].map((pem, index) => writeFile(join(folder, files[index] ?? ''), pem, { mode: 0o600 })),
  );
}

/** Starts the real program, in `home`, with an environment of its own. */
function start(...words: string[]): ChildProcess {
  const environment = { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: join(authorities, 'cache') };
  const child = spawn(process.execPath, [program, ...words], { cwd: home, env: environment });
  child.stdin?.end();
  children.push(child);
  return child;
}

async function cps(...words: string[]): Promise<{ status: number | null; out: string; errors: string }> {
  const child = start(...words);
  if (!child.stdout || !child.stderr) throw new Error('the program has no output');
  const [out, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status, out, errors };
}
const there = (...words: string[]) => cps('--director_url', director.url, ...words);

describe('finding the Director', () => {
  test('by its address, with the certificate in ~/.conpaas', async () => {
    expect(await there('director', 'version')).toEqual({
      status: 0,
      out: 'ConPaaS director version 2.1.0\n',
      errors: '',
    });
  });

  test('by the address in ~/.conpaas/cps-tools.conf, warning of what it does not know', async () => {
    await writeFile(join(home, '.conpaas', 'cps-tools.conf'), `[cps-tools]\ndirector_url = ${director.url}\nx = y\n`);
    expect(await cps('director', 'version')).toEqual({
      status: 0,
      out: 'ConPaaS director version 2.1.0\n',
      errors: `WARNING - Skipping unknown options from section "cps-tools": ['x']\n`,
    });
  });

  test("by itself when it runs on this computer, with its owner's certificate", async () => {
    await rm(join(home, '.conpaas'), { recursive: true });
    const data = join(home, '.local', 'share', 'conpaas-nutshell');
    await layCertificates(join(data, 'certificates', 'owner'));
    writeRuntimeFile(data, { uiUrl: 'http://127.0.0.1:1', apiUrl: director.url, version: '0.1.0' });
    expect((await cps('application', 'list')).out).toContain('shop');
    expect((await cps('--data-dir', data, 'application', 'list')).out).toContain('shop');
  });

  test('says so when there is none', async () => {
    const text = 'ERROR: Cannot call the ConPaaS director: the director URL address is not specified.\n';
    expect(await cps('application', 'list')).toEqual({ status: 1, out: '', errors: text });
  });

  test('says so when there is no certificate', async () => {
    await rm(join(home, '.conpaas', 'key.pem'));
    expect(await there('application', 'list')).toEqual({
      status: 1,
      out: '',
      errors:
        'ERROR: Cannot call the ConPaaS director: user certificates are not present.\n' +
        "Try to run 'cps-user get_certificate' first.\n",
    });
  });
});

describe('a connection', () => {
  const untrusted =
    "ERROR: The ConPaaS director's SSL certificate failed verification.\n" +
    'You may be the victim of a man-in-the-middle attack or, if you recently changed the ConPaaS deployment, ' +
    "you need to run 'cps-user get_certificate' first.\n";

  test('that is refused is told with its address', async () => {
    const { url } = director;
    await director.stop();
    expect(await cps('--director_url', url, 'application', 'list')).toEqual({
      status: 1,
      out: '',
      errors: `ERROR: Cannot contact the director at URL '${url}': Connection refused\n`,
    });
    await director.start();
  });

  test.each([
    ['of another CA', 'other'],
    ['of a manager, though its CA is the right one', 'manager'],
  ] as const)('to a server with the certificate %s is not made', async (_whose, kind) => {
    const impostor = new FakeDirector(credentials[kind]);
    await impostor.start();
    const outcome = await cps('--director_url', impostor.url, 'application', 'list');
    await impostor.stop();
    expect(outcome).toEqual({ status: 1, out: '', errors: untrusted });
    expect(impostor.calls).toEqual([]);
  });

  test('with a certificate that the Director does not believe is told so', async () => {
    const { cert, key } = credentials.other;
    await writeFile(join(home, '.conpaas', 'cert.pem'), cert);
    await writeFile(join(home, '.conpaas', 'key.pem'), key);
    expect(await there('application', 'list')).toEqual({
      status: 1,
      out: '',
      errors: 'ERROR: cert_required: client certificate does NOT provide UID\n',
    });
  });

  test('to something that speaks no TLS fails in one line', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { status, errors } = await cps('--director_url', `127.0.0.1:${port}`, 'application', 'list');
    server.close();
    expect(status).toBe(1);
    expect(errors).toMatch(/^ERROR: Cannot contact the director at URL 'https:\/\/127\.0\.0\.1:\d+': .+\n$/);
  });

  test('to something else than a Director tells the HTTP status', async () => {
    director.onRaw('listApplications', (_request, response) => response.writeHead(502).end('<html>'));
    expect((await there('application', 'list')).errors).toBe(
      `ERROR: Call to method 'GET /api/applications' on '${director.url}' failed: HTTP status 502.\n`,
    );
  });
});

describe('files', () => {
  test('are sent as they are read, with their length, and come back the same', async () => {
    const bytes = randomBytes(5_000_000);
    await writeFile(join(home, 'big.zip'), bytes);
    let headers: unknown;
    director.on('uploadCodeVersion', ({ file, query }) => {
      headers = file.length;
      return aVersion({ filename: query.filename ?? '', description: createHash('sha256').update(file).digest('hex') });
    });
    const upload = await there('--json', 'php', 'upload_code', 'shop', '1', 'big.zip');
    expect(headers).toBe(bytes.length);
    expect(JSON.parse(upload.out)).toMatchObject({
      filename: 'big.zip',
      description: createHash('sha256').update(bytes).digest('hex'),
    });
    director.onRaw('downloadCodeVersion', (_request, response) => response.end(bytes));
    expect((await there('php', 'download_code', 'shop', '1')).out).toBe("File 'code-default.tar' written.\n");
    expect((await readFile(join(home, 'code-default.tar'))).equals(bytes)).toBe(true);
  });

  test('say Content-Length before the first byte', async () => {
    await writeFile(join(home, 'small.zip'), 'PK');
    let length: string | undefined;
    director.onRaw('uploadCodeVersion', (request, response) => {
      length = request.headers['content-length'];
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(aVersion()));
    });
    await there('php', 'upload_code', 'shop', '1', 'small.zip');
    expect(length).toBe('2');
  });

  test('that are refused while they are still being sent are told why, without sending the rest', async () => {
    await writeFile(join(home, 'huge.zip'), Buffer.alloc(60_000_000));
    let received = 0;
    director.onRaw('uploadCodeVersion', (request, response) => {
      request.on('data', (chunk: Buffer) => {
        received += chunk.length;
      });
      const body = JSON.stringify({ code: 'UPLOAD_TOO_LARGE', message: 'The file is larger than 1 MB.' });
      response.writeHead(413, { 'content-type': 'application/json' }).end(body);
    });
    expect(await there('php', 'upload_code', 'shop', '1', 'huge.zip')).toEqual({
      status: 1,
      out: '',
      errors: 'ERROR: The file is larger than 1 MB.\n',
    });
    expect(received).toBeLessThan(60_000_000);
  });

  test('whose download is cut off leave nothing behind', async () => {
    director.onRaw('downloadCodeVersion', (_request, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('half');
      setImmediate(() => response.destroy());
    });
    const { status, errors } = await there('php', 'download_code', 'shop', '1');
    expect({ status, errors }).toEqual({
      status: 1,
      errors: `ERROR: Cannot contact the director at URL '${director.url}': Connection reset by peer\n`,
    });
    expect(await readdir(home)).toEqual(['.conpaas']);
  });
});

describe('a command that waits', () => {
  test('ends with Ctrl-C, status 130, and says how to go on', async () => {
    director.outcome.asks = 10_000;
    const child = start('--director_url', director.url, 'application', 'start', 'shop');
    if (!child.stdout || !child.stderr) throw new Error('the program has no output');
    const errors = text(child.stderr);
    const ended = once(child, 'close');
    await once(child.stdout, 'data');
    // Twice: a launcher in between passes on what the terminal sent to both.
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(await errors).toBe(
      'ERROR: Waiting ended by Ctrl-C; the operation goes on.\n' +
        "Watch it with 'cps-tools task wait op-1', or end it with 'cps-tools task cancel op-1'.\n",
    );
  });

  test('prints its sentence before it waits, and done. behind it', async () => {
    director.outcome.asks = 2;
    expect(await there('service', 'stop', 'shop', '1')).toEqual({
      status: 0,
      out: 'Service 1 of application 1 is stopping...  done.\n',
      errors: '',
    });
  });
});

describe('the program', () => {
  test('follows a log until its end, and fails where it is cut', async () => {
    director.onRaw('followNodeLog', (request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: "one\\n"\n\n');
      if (request.url?.includes('fpm-error.log')) setImmediate(() => response.destroy());
      else response.end('data: "two\\n"\n\n');
    });
    expect(await there('service', 'follow_log', 'shop', '1', 'n')).toEqual({
      status: 0,
      out: 'one\ntwo\n',
      errors: '',
    });
    expect(await there('service', 'follow_log', 'shop', '1', 'n', '-f', 'fpm-error.log')).toEqual({
      status: 1,
      out: 'one\n',
      errors: `ERROR: Cannot contact the director at URL '${director.url}': Connection reset by peer\n`,
    });
  });

  test('ends quietly when its reader goes away', async () => {
    director.on('getServiceLog', () => 'a line\n'.repeat(100_000));
    const child = start('--director_url', director.url, 'service', 'get_log', 'shop', '1');
    if (!child.stdout || !child.stderr) throw new Error('the program has no output');
    const errors = text(child.stderr);
    child.stdout.once('data', () => child.stdout?.destroy());
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(await errors).toBe('');
  });

  test('keeps what it compiled for itself', async () => {
    await there('director', 'version');
    const cache = join(authorities, 'cache', 'conpaas-nutshell', 'compiled');
    expect((await stat(cache)).isDirectory()).toBe(true);
    expect(await readdir(cache)).not.toEqual([]);
  });

  test('works without a place for its cache', async () => {
    await copyFile(join(home, '.conpaas', 'key.pem'), join(home, 'not-a-folder'));
    const environment = { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: join(home, 'not-a-folder') };
    const child = spawn(process.execPath, [program, '--director_url', director.url, 'director', 'version'], {
      env: environment,
    });
    children.push(child);
    expect(await text(child.stdout)).toBe('ConPaaS director version 2.1.0\n');
  });
});
