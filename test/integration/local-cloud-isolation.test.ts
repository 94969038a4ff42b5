import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instance } from '../../director/clouds/cloud.ts';
import { canBeOrdinary, ordinaryUser } from '../peers/ordinary-user.ts';
import { peers } from '../peers.ts';
import { answers, ask, Fixture, optionsFor, specOf } from './local-cloud/fixture.ts';

const signal = new AbortController().signal;
let fixture: Fixture;

beforeEach(() => {
  fixture = new Fixture();
});
afterEach(() => fixture.dispose());

/** Codes of an access that found nothing, or may not have it. */
const refused = /^(ENOENT|EACCES|EPERM|EROFS)$/;
const read = (instance: Instance, path: string) => ask(instance, 'read', { path });

describe.runIf(process.platform === 'linux' && peers('bwrap'))('an instance in its sandbox', () => {
  let one: Instance;
  let other: Instance;
  const folderOf = ({ name, vmid }: Instance) => join(fixture.data, 'instances', `${name}-${vmid}`);

  beforeEach(async () => {
    mkdirSync(join(fixture.data, 'certificates'));
    writeFileSync(join(fixture.data, 'certificates', 'ca_key.pem'), 'key of the CA');
    const cloud = fixture.cloud();
    expect((await cloud.describe()).isolation.kind).toBe('bubblewrap');
    one = await cloud.create(specOf(1, { sid: 1 }), signal);
    other = await cloud.create(specOf(2, { sid: 1 }), signal);
    await Promise.all([answers(one), answers(other)]);
  });

  it('reads its own key and shares the storage of its service under the same path', async () => {
    expect(await read(one, join(folderOf(one), 'configuration', 'key.pem'))).toBe(`key of ${one.vmid}`);
    const path = fixture.storage('a1', 's1', 'shared');
    await ask(one, 'write', { path, text: 'from the first node' });
    const second = await fixture.cloud().create(specOf(1, { sid: 1 }), signal);
    await answers(second);
    expect(await read(second, path)).toBe('from the first node');
  });

  it('reads neither keys nor storage of another application', async () => {
    await ask(other, 'write', { path: fixture.storage('a2', 's1', 'secret'), text: 'secret' });
    expect(await read(other, fixture.storage('a2', 's1', 'secret'))).toBe('secret');
    expect(await read(one, fixture.storage('a2', 's1', 'secret'))).toMatch(refused);
    expect(await read(one, join(folderOf(other), 'configuration', 'key.pem'))).toMatch(refused);
  });

  it('reads neither the certificates of the Director nor what the cloud keeps about instances', async () => {
    expect(await read(one, join(fixture.data, 'certificates', 'ca_key.pem'))).toMatch(refused);
    expect(await read(one, join(folderOf(one), 'instance.json'))).toMatch(refused);
    expect(await ask(one, 'list', { path: join(fixture.data, 'instances') })).toBe(`${one.name}-${one.vmid}`);
  });

  it('sees neither the home of the user nor their processes, and no account but its own', async () => {
    expect(await ask(one, 'list', { path: homedir() })).toMatch(refused);
    const pids = (await ask(one, 'list', { path: '/proc' })).split(' ').filter((name) => /^\d+$/.test(name));
    expect(pids).toEqual(['1', '2']);
    expect((await read(one, '/etc/passwd')).split('\n')).toHaveLength(4);
    expect(await read(one, '/etc/shadow')).toMatch(refused);
  });

  it('cannot change programs of the system or its own', async () => {
    const program = optionsFor(fixture.data).programs.agent.entry;
    for (const path of ['/usr/bin/new', program, '/etc/new/x']) {
      expect(await ask(one, 'write', { path, text: 'x' })).toMatch(refused);
    }
    // With the value it has: should the sandbox let this pass, the computer must not be changed by a test.
    for (const path of ['/proc/sys/kernel/core_pattern', '/proc/sys/vm/overcommit_memory']) {
      expect(await ask(one, 'write', { path, text: readFileSync(path, 'utf8') })).toMatch(refused);
    }
  });

  it('has a folder for temporary files of its own, which is gone with it', async () => {
    await ask(one, 'write', { path: '/tmp/draft', text: 'draft' });
    expect(await read(other, '/tmp/draft')).toBe('ENOENT');
  });
});

describe.runIf(process.platform === 'linux' && peers('bwrap'))(
  'a data folder inside a folder that programs are read from',
  () => {
    it('stays hidden from instances', async () => {
      writeFileSync(join(fixture.data, 'package.json'), 'readable');
      const data = join(fixture.data, 'data');
      mkdirSync(join(data, 'certificates'), { recursive: true });
      writeFileSync(join(data, 'certificates', 'ca_key.pem'), 'key of the CA');
      const program = { ...optionsFor(data).programs.agent, readOnly: [fixture.data] };
      const places = { instancesDirectory: join(data, 'instances'), storageDirectory: join(data, 'storage') };
      const cloud = fixture.cloud({ ...places, programs: { manager: program, agent: program } });
      const one = await cloud.create(specOf(1), signal);
      const other = await cloud.create(specOf(2), signal);
      try {
        await answers(one);
        expect(await read(one, join(fixture.data, 'package.json'))).toBe('readable');
        expect(await read(one, join(data, 'certificates', 'ca_key.pem'))).toMatch(refused);
        const key = join(places.instancesDirectory, `${other.name}-${other.vmid}`, 'configuration', 'key.pem');
        expect(await read(one, key)).toMatch(refused);
      } finally {
        await cloud.destroy(one.vmid);
        await cloud.destroy(other.vmid);
      }
    });
  },
);

const servers = peers('bwrap', 'nginx', 'php-fpm8.2', 'haproxy', 'redis-server');
const script = fileURLToPath(new URL('local-cloud/serve-php.ts', import.meta.url));
const run = promisify(execFile);

describe.runIf(process.platform === 'linux' && servers)('real servers in a sandbox', () => {
  it('serve a PHP page through haproxy, nginx and php-fpm with a session in redis', async () => {
    const { stdout } = await run(process.execPath, [script]);
    expect(stdout).toBe('PHP 8 counts 1\nPHP 8 counts 2\n');
  });

  it.runIf(canBeOrdinary(script))('serve it for an ordinary user too', async () => {
    const node = realpathSync(process.execPath);
    const { stdout } = await run('su', [ordinaryUser, '-s', '/bin/sh', '-c', `cd /tmp && exec ${node} ${script}`]);
    expect(stdout).toBe('PHP 8 counts 1\nPHP 8 counts 2\n');
  });
});
