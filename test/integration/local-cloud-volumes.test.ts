import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instance } from '../../director/clouds/cloud.ts';
import type { LocalCloud } from '../../director/clouds/local/local-cloud.ts';
import { fileSystemsWork } from '../../director/clouds/local/mounts.ts';
import { answers, ask, Fixture, processesOf, specOf } from './local-cloud/fixture.ts';

const signal = new AbortController().signal;
const owner = { uid: 1, aid: 1, sid: 1 };
const spec = (id: string, megabytes = 8) => ({ id, name: `vol-${id}`, owner, megabytes });
const mountsBelow = (folder: string) =>
  readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => line.includes(folder));

const probed = join('/tmp', `volumes-probe-${process.pid}`);
mkdirSync(probed);
const mountable = await fileSystemsWork(probed);
rmSync(probed, { recursive: true });

const ways = [
  { isolation: 'auto', volumes: 'folders' },
  { isolation: 'none', volumes: 'folders' },
  ...(mountable ? ([{ isolation: 'auto' }, { isolation: 'none' }] as const) : []),
] as const;

describe.runIf(process.platform === 'linux').each(ways)('volumes of the local cloud, %o', (way) => {
  let fixture: Fixture;
  let cloud: LocalCloud;
  beforeEach(() => {
    fixture = new Fixture();
    cloud = fixture.cloud(way);
  });
  afterEach(async () => {
    await fixture.dispose();
    expect(mountsBelow(fixture.data)).toEqual([]);
  });

  async function agent(sid = 1): Promise<Instance> {
    const instance = await cloud.create(specOf(1, { sid, volumes: true }), signal);
    await answers(instance);
    return instance;
  }
  const media = (instance: Instance) => join(fixture.data, 'instances', `${instance.name}-${instance.vmid}`, 'media');
  const left = () => {
    const folder = join(fixture.data, 'volumes');
    return existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
  };

  it('appear in a running instance, and take what is on them along to another', async () => {
    const [one, other] = [await agent(), await agent()];
    const { watched } = await cloud.createVolume(spec('00000001'), signal);
    expect(watched).toBe('volumes' in way);
    const path = await cloud.attachVolume('00000001', one.vmid, 'data', 'sdb');
    expect(path === '/media/data').toBe(way.isolation === 'auto');
    expect(await ask(one, 'list', { path })).toBe('');
    await ask(one, 'write', { path: `${path}/note`, text: 'kept' });
    await expect(cloud.attachVolume('00000001', other.vmid, 'data', 'sdb')).rejects.toThrow('has it');
    expect(await cloud.attachVolume('00000001', one.vmid, 'data', 'sdb')).toBe(path);

    await cloud.detachVolume('00000001');
    await cloud.detachVolume('00000001');
    expect(await ask(one, 'read', { path: `${path}/note` })).toBe('ENOENT');
    const there = await cloud.attachVolume('00000001', other.vmid, 'data', 'sdb');
    expect(await ask(other, 'read', { path: `${there}/note` })).toBe('kept');
  });

  it('outlive the instance that has them and are deleted when asked for', async () => {
    const one = await agent();
    await cloud.createVolume(spec('00000001'), signal);
    const path = await cloud.attachVolume('00000001', one.vmid, 'data', 'sdb');
    await ask(one, 'write', { path: `${path}/note`, text: 'kept' });
    await expect(cloud.destroyVolume('00000001')).rejects.toThrow('has it');
    await cloud.destroy(one.vmid);
    expect(existsSync(media(one))).toBe(false);

    const next = await agent();
    const there = await cloud.attachVolume('00000001', next.vmid, 'data', 'sdb');
    expect(await ask(next, 'read', { path: `${there}/note` })).toBe('kept');
    await cloud.detachVolume('00000001');
    await cloud.destroyVolume('00000001');
    await cloud.destroyVolume('00000001');
    expect(left()).toEqual([]);
  });

  it('are there again when an instance is started again, also after a restart of the computer', async () => {
    const one = await agent();
    await cloud.createVolume(spec('00000001'), signal);
    const path = await cloud.attachVolume('00000001', one.vmid, 'data', 'sdb');
    await ask(one, 'write', { path: `${path}/note`, text: 'kept' });
    for (const pid of processesOf(one.vmid)) process.kill(Number(pid), 'SIGKILL');
    await expect.poll(async () => (await cloud.get(one.vmid))?.state).toBe('dead');
    // As after a restart of the computer, nothing is mounted.
    for (const place of [join(media(one), 'data'), media(one)])
      while (mountsBelow(` ${place} `).length > 0) execFileSync('umount', [place]);
    const again = await cloud.restart(one.vmid);
    await answers(again);
    expect(await ask(again, 'read', { path: `${path}/note` })).toBe('kept');
  });

  it('are not led astray by what a program puts in their place', async () => {
    const one = await agent();
    await cloud.createVolume(spec('00000001'), signal);
    const path = await cloud.attachVolume('00000001', one.vmid, 'data', 'sdb');
    await ask(one, 'write', { path: `${path}/note`, text: 'kept' });
    // A mounted file system cannot be renamed, a folder can.
    await ask(one, 'rename', { path, to: `${path}-away` });
    await cloud.detachVolume('00000001');
    const outside = join(fixture.data, 'outside');
    mkdirSync(outside);
    await ask(one, 'link', { path, to: outside });
    await cloud.attachVolume('00000001', one.vmid, 'data', 'sdb').catch(() => undefined);
    expect(readdirSync(outside)).toEqual([]);
    expect(mountsBelow(outside)).toEqual([]);
    await cloud.destroy(one.vmid);

    const next = await agent();
    const there = await cloud.attachVolume('00000001', next.vmid, 'data', 'sdb');
    expect(await ask(next, 'read', { path: `${there}/note` })).toBe('kept');
  });

  it('that do not fit on the disk are not made, and nothing of them is left', async () => {
    await expect(cloud.createVolume(spec('00000001', 900_000_000), signal)).rejects.toMatchObject({
      code: 'STORAGE_FULL',
    });
    expect(left().filter((name) => !String(name).startsWith('.'))).toEqual([]);
  });

  it('go with the storage of their service', async () => {
    await cloud.createVolume(spec('00000001'), signal);
    await cloud.createVolume({ ...spec('00000002'), owner: { ...owner, sid: 2 } }, signal);
    await cloud.destroyStorage(owner);
    expect(left().join(' ')).not.toContain('00000001');
    expect(left().join(' ')).toContain('00000002');
    await cloud.destroyStorage({ ...owner, sid: null });
    expect(left()).toEqual([]);
  });
});
