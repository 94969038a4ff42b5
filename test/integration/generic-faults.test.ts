import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { linuxArguments } from '../../director/processes/linux.ts';
import { listProcesses } from '../../director/processes/process-table.ts';
import { type DirectorProcess, removeDirector, startDirector } from '../peers/director.ts';
import { canBeOrdinary, ordinaryUser } from '../peers/ordinary-user.ts';
import { again, connected, until } from './faults/world.ts';
import { GenericService } from './generic-world.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

/** Sleeps for a time by which its processes are told apart from all others. */
const sleeping = (seconds: number) => ({ 'run.sh': `#!/bin/sh\necho begun\nsleep ${seconds} &\nsleep ${seconds}\n` });
const sleepers = async (seconds: number) =>
  (await listProcesses()).filter(({ pid }) => linuxArguments(pid).join(' ') === `sleep ${seconds}`);

async function killAgent(director: DirectorProcess, vmid: string): Promise<void> {
  const agents = (await listProcesses()).filter(({ pid }) => {
    const words = linuxArguments(pid);
    return (
      words[0]?.endsWith('node') && words.some((word) => word.startsWith(director.directory) && word.includes(vmid))
    );
  });
  expect(agents).toHaveLength(1);
  for (const { pid } of agents) process.kill(pid, 'SIGKILL');
}

describe.runIf(process.platform === 'linux')('scripts of a generic service', () => {
  let director: DirectorProcess;
  beforeAll(async () => {
    director = await startDirector();
  });
  afterAll(() => removeDirector(director));

  it('end when their agent that was killed is back, and are told as killed', async () => {
    const service = await GenericService.running(director, 'Agent killed', sleeping(86_311));
    const { id, vmid } = await service.master();
    await service.execute('run');
    await until('run.sh', async () => (await service.log(id)).includes('begun'));
    expect(await sleepers(86_311)).toHaveLength(2);
    await killAgent(director, vmid);
    await until('the loss', async () => (await service.nodes())[0]?.state === 'lost');
    // A Director that starts brings back what should run.
    await director.kill();
    director = await again(director);
    const same = service.at(director);
    await connected(director.client, service.params.aid);
    await until('the node', async () => (await same.nodes())[0]?.state === 'running');
    await until('the service', async () => {
      return (await director.client.getService({ params: service.params })).state === 'RUNNING';
    });
    expect(await sleepers(86_311)).toEqual([]);
    expect((await same.status())[id]).toMatchObject({
      'init.sh': 'NEVER STARTED',
      'run.sh': 'STOPPED (return code -9)',
    });
    await same.execute('run');
    await until('run.sh', async () => (await sleepers(86_311)).length === 2);
    await same.stop();
    expect(await sleepers(86_311)).toEqual([]);
  });

  it('go on while the Director is away', async () => {
    const service = await GenericService.running(director, 'Director killed', sleeping(86_312));
    await service.execute('run');
    await until('run.sh', async () => (await sleepers(86_312)).length === 2);
    await director.kill();
    director = await again(director);
    const same = service.at(director);
    await connected(director.client, service.params.aid);
    await same.reach('run.sh', 'RUNNING');
    expect(await sleepers(86_312)).toHaveLength(2);
    await same.execute('interrupt');
    await same.reach('run.sh', 'STOPPED (return code -15)');
    expect(await sleepers(86_312)).toEqual([]);
  });
});

const entry = join(import.meta.dirname, '../../director/serve.ts');
describe.runIf(process.platform === 'linux' && canBeOrdinary(entry))('a generic service of an ordinary user', () => {
  let director: DirectorProcess;
  beforeAll(async () => {
    director = await startDirector({ user: ordinaryUser });
  });
  afterAll(() => removeDirector(director));

  it('has volumes whose size is watched', async () => {
    const service = await GenericService.running(director, 'Ordinary', {
      'run.sh':
        '#!/bin/sh\ncd /media/small || exit 9\nid -un\ndd if=/dev/zero of=big bs=64k count=$1 2>/dev/null\nsleep 600',
      'cleanup.sh': 'rm $VOLUMES_DIR/small/big',
    });
    const { id } = await service.master();
    await service.createVolume('small', 8, id);
    expect((await service.volumes())[0]).toMatchObject({
      path: '/media/small',
      kept: expect.stringContaining('watched'),
    });
    await service.execute('run', '1024');
    await service.reach('run.sh', 'STOPPED (return code -15)');
    expect(await service.log(id, 'agent.err')).toMatch(/Volume small is full: \d+ MB of 8 MB are used/);
    await service.execute('cleanup');
    await service.reach('cleanup.sh', 'STOPPED (return code 0)');
    const owner = execFileSync('stat', ['-c', '%U', join(director.directory, 'volumes')], { encoding: 'utf8' });
    expect(owner.trim()).toBe(ordinaryUser);
  });
});
