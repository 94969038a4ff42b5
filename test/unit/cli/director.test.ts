import { X509Certificate } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Credentials, makeCredentials } from './credentials.ts';
import { InMemoryDirector } from './in-memory-director.ts';
import { run } from './run.ts';

let credentials: Credentials;
beforeAll(async () => {
  credentials = await makeCredentials();
});
let director: InMemoryDirector;
beforeEach(() => {
  director = new InMemoryDirector();
});
const done = (out: string) => ({ status: 0, out, errors: '' });

const cloud = {
  name: 'local',
  title: 'This computer',
  description: '',
  isDefault: true,
  isolation: { kind: 'none', description: '' },
  network: '',
};

describe('cps-tools director and cloud', () => {
  test('version prints the version', async () => {
    expect(await run(director, 'director version')).toEqual(done('ConPaaS director version 2.1.0\n'));
  });

  test('open prints the address that signs in once', async () => {
    const url = 'http://127.0.0.1:4747/?launch=abc';
    director.on('createLaunchToken', () => ({ url, launchToken: 'abc' }));
    expect(await run(director, 'director open')).toEqual(done(`${url}\n`));
  });

  test('status prints where the Director is and what it uses, and warns of what it noticed', async () => {
    const server = { path: null, use: '', installCommand: null };
    director.on('getAuthority', () => credentials.authority);
    director.on('getSystem', () => ({
      version: '0.1.0',
      dataDirectory: '/data',
      address: { ui: 'http://127.0.0.1:1', api: 'https://127.0.0.1:2', shared: null },
      clouds: [cloud],
      servers: [
        { ...server, name: 'haproxy', version: '2.6' },
        { ...server, name: 'nginx', version: null },
      ],
      phpRuntime: 'embedded',
      notices: [{ code: 'x', message: 'Port 5555 was taken.', hint: '' }],
    }));
    expect(await run(director, 'director status')).toEqual({
      status: 0,
      out:
        'version: 0.1.0\npages: http://127.0.0.1:1\napi: https://127.0.0.1:2\ndata folder: /data\nphp: embedded\n' +
        `ca fingerprint: ${new X509Certificate(credentials.authority).fingerprint256}\n` +
        'clouds:\n\tlocal (default): This computer\nservers:\n\thaproxy: 2.6\n\tnginx: not installed\n',
      errors: 'WARNING - Port 5555 was taken.\n',
    });
  });

  test('cloud list prints one name per line', async () => {
    director.on('listClouds', () => [cloud, { ...cloud, name: 'ec2', isDefault: false }]);
    expect(await run(director, 'cloud list')).toEqual(done('local\nec2\n'));
  });
});

describe('cps-tools sample', () => {
  test('list prints a table', async () => {
    const rest = { title: 'Guest book', serviceType: 'php', picture: null };
    director.on('listSamples', () => [{ ...rest, name: 'guestbook', description: 'Leave a word' }]);
    expect((await run(director, 'sample list')).out).toBe(
      'name      type description \n---------------------------\nguestbook php  Leave a word\n',
    );
  });

  test('deploy tells where the application answers', async () => {
    director.on('listSamples', () => []);
    director.outcome.result = { aid: 3, sid: 1, url: 'http://127.0.1.2:8081/' };
    expect(await run(director, 'sample deploy guestbook')).toEqual(
      done(
        "Sample application 'guestbook' is being deployed...  done.\n" +
          'Service 1 of application 3 answers at http://127.0.1.2:8081/\n',
      ),
    );
  });
});
