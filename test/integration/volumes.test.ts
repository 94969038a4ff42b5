import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../peers/director.ts';
import { again, connected, instanceFolders, until } from './faults/world.ts';
import { GenericService } from './generic-world.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let director: DirectorProcess;
beforeAll(async () => {
  director = await startDirector();
});
afterAll(() => removeDirector(director));

/** Fills the volume, then tells how that ended; a second run reads what the first one wrote. */
const scripts = {
  'run.sh': [
    '#!/bin/sh',
    'cd "$VOLUMES_DIR/$1" || exit 9',
    'case "$2" in',
    '  write) echo kept > note; sync ;;',
    '  fill) dd if=/dev/zero of=big bs=64k count=1024 2>&1; exit ;;',
    '  clear) rm big ;;',
    'esac',
    'ls; cat note',
  ].join('\n'),
};

const mounts = () => readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
const mountsOf = (folder: string) => mounts().filter((line) => line.includes(folder));
const volumeFolders = (aid: number) => {
  const path = join(director.directory, 'volumes', `a${aid}`);
  return existsSync(path) ? readdirSync(path, { recursive: true }).map(String) : [];
};

async function ran(service: GenericService, parameters: string): Promise<string> {
  const { id } = await service.master();
  const before = (await service.log(id)).length;
  await service.execute('run', parameters);
  await until('run.sh', async () => (await service.status())[id]?.['run.sh'] !== 'RUNNING');
  return (await service.log(id)).slice(before);
}

describe.runIf(process.platform === 'linux')('a volume', () => {
  it('is there for scripts under its name, outlives nodes and Directors, and is deleted when asked for', async () => {
    let service = await GenericService.running(director, 'Kept', scripts);
    const { aid, sid } = service.params;
    const { id: first } = await service.master();
    await service.createVolume('data', 16, first);
    const [volume] = await service.volumes();
    expect(volume).toMatchObject({ name: 'data', aid, sid, size: 16, agentId: first, cloud: 'local', device: 'sdb' });
    expect(await ran(service, 'data write')).toBe('note\nkept\n');

    await service.stop();
    expect(await service.volumes()).toMatchObject([{ name: 'data', agentId: '', device: '' }]);
    expect(mountsOf(director.directory)).toEqual([]);
    await service.start();
    const { id: second } = await service.master();
    expect(second).not.toBe(first);
    expect(await service.volumes()).toMatchObject([{ name: 'data', agentId: second, device: 'sdb' }]);
    expect(await ran(service, 'data')).toBe('note\nkept\n');

    await director.kill();
    director = await again(director);
    service = service.at(director);
    await connected(director.client, aid);
    expect(await service.volumes()).toMatchObject([{ name: 'data', agentId: second }]);
    expect(await ran(service, 'data')).toBe('note\nkept\n');

    await expect(service.createVolume('data', 16, second)).rejects.toThrow('There is a volume');
    await expect(service.createVolume('a b', 16, second)).rejects.toThrow('Volume name contains invalid characters');
    await service.deleteVolume('data');
    expect(await service.volumes()).toEqual([]);
    expect(volumeFolders(aid)).toEqual([]);
    expect(await ran(service, 'data')).toBe('');
  });

  it('goes to the node that takes the place of the one it was attached to', async () => {
    const service = await GenericService.running(director, 'Moved', scripts);
    await service.addNodes(1);
    const node = (await service.nodes()).find(({ role }) => role === 'node');
    await service.createVolume('scratch', 8, node?.id ?? '');
    await service.removeNodes(1);
    expect(await service.volumes()).toMatchObject([{ agentId: '' }]);
    await service.addNodes(1);
    const next = (await service.nodes()).find(({ role }) => role === 'node');
    expect(await service.volumes()).toMatchObject([{ agentId: next?.id }]);
    await ended(service.client, await service.client.removeService({ params: service.params }));
    expect(volumeFolders(service.params.aid)).toEqual([]);
    expect(mountsOf(director.directory).filter((line) => line.includes(`-a${service.params.aid}-`))).toEqual([]);
  });

  it('that is full says so to the script and takes nothing from the host', async () => {
    const service = await GenericService.running(director, 'Full', scripts);
    const { id } = await service.master();
    await service.createVolume('small', 8, id);
    const [volume] = await service.volumes();
    const printed = await ran(service, 'small fill');
    if (volume?.kept.includes('mounted')) expect(printed).toContain('No space left on device');
    else expect(await service.log(id, 'agent.err')).toContain('Volume small is full');
    const image = volumeFolders(service.params.aid).find((name) => name.endsWith('/image'));
    if (image) {
      const path = join(director.directory, 'volumes', `a${service.params.aid}`, image);
      expect(Number(execFileSync('stat', ['-c', '%s', path], { encoding: 'utf8' }))).toBe(8 * 2 ** 20);
    }
    await ran(service, 'small clear');
    expect(await ran(service, 'small write')).toContain('kept');
  });

  it('that was being made when the Director was killed is made whole or not at all', async () => {
    const service = await GenericService.running(director, 'Killed', scripts);
    const { aid } = service.params;
    const { id } = await service.master();
    const operation = await service.client.createVolume({
      params: { aid },
      body: { name: 'late', size: 64, agentId: id },
    });
    await until('the volume', () => volumeFolders(aid).length > 1);
    await director.kill();
    director = await again(director);
    const { client } = director;
    await connected(client, aid);
    const end = await until('the end', async () => {
      const now = await client.getOperation({ params: { id: operation.id } });
      return now.finished !== null && now;
    });
    const volumes = await service.at(director).volumes();
    expect(volumes.map(({ name }) => name)).toEqual(end.state === 'succeeded' ? ['late'] : []);
    expect(await ran(service.at(director), 'late write')).toBe(end.state === 'succeeded' ? 'note\nkept\n' : '');
    expect(instanceFolders(director, aid)).toHaveLength(2);
  });
});
