import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linuxProcesses } from '../../director/processes/linux.ts';
import { answers, Fixture, processesOf, recordOf } from './local-cloud/fixture.ts';

const creator = fileURLToPath(new URL('local-cloud/creator.ts', import.meta.url));
let fixture: Fixture;
let child: ChildProcess | undefined;

beforeEach(() => {
  fixture = new Fixture();
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await fixture.dispose();
});

/** Starts a Director that makes one instance, and waits for what it says. */
async function makeUntil(said: string, isolation: string, vmid: string, hang = ''): Promise<void> {
  const started = spawn(process.execPath, [creator, fixture.data, isolation, vmid, hang], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  for await (const line of createInterface(started.stdout)) if (line === said) return;
  throw new Error(`the creator ended without saying "${said}"`);
}

async function killDirector(): Promise<void> {
  const killed = child;
  if (killed === undefined) return;
  killed.kill('SIGKILL');
  if (killed.signalCode === null) await once(killed, 'exit');
}

describe.runIf(process.platform === 'linux').each(['auto', 'none'] as const)(
  'instances of a Director that is killed, isolation %s',
  (isolation) => {
    it('run on, are found again and leave nothing when they are destroyed', async () => {
      await makeUntil('created', isolation, '0badcafe');
      await killDirector();
      const cloud = fixture.cloud({ isolation });
      const [instance] = await cloud.list();
      if (instance === undefined) throw new Error('the instance was not found again');
      expect(instance).toMatchObject({ vmid: '0badcafe', state: 'running' });
      await answers(instance);
      const { processes } = recordOf(fixture.data, instance);
      await cloud.destroy(instance.vmid);
      expect(processesOf(instance.vmid)).toEqual([]);
      const pids = Object.values<{ pid: number } | null>(processes).flatMap((identity) => identity?.pid ?? []);
      expect(linuxProcesses().filter(({ pid }) => pids.includes(pid))).toEqual([]);
      expect(fixture.folders()).toEqual([]);
    });

    it('are listed as dead and can be destroyed when it was killed before their program was started', async () => {
      await makeUntil('laying files', isolation, '0badcafe', 'hang');
      await killDirector();
      const cloud = fixture.cloud({ isolation });
      expect(await cloud.list()).toMatchObject([{ vmid: '0badcafe', state: 'dead' }]);
      await cloud.destroy('0badcafe');
      expect(fixture.folders()).toEqual([]);
    });

    it('are found and destroyed at whatever moment of their creation it was killed', async () => {
      for (let delay = 0; delay <= 100; delay += 10) {
        const vmid = `0000${String(delay).padStart(4, '0')}`;
        await makeUntil('laying files', isolation, vmid);
        await wait(delay);
        await killDirector();
        const cloud = fixture.cloud({ isolation });
        const [instance] = await cloud.list();
        expect(instance?.vmid).toBe(vmid);
        await cloud.destroy(vmid);
        expect(processesOf(vmid), `killed after ${delay} ms`).toEqual([]);
        expect(fixture.folders()).toEqual([]);
        cloud.close();
      }
    });

    it('are taken over when it was killed before it could write down their processes', async () => {
      await makeUntil('created', isolation, '0badcafe');
      await killDirector();
      const [before] = await fixture.cloud({ isolation }).list();
      if (before === undefined) throw new Error('the instance was not found again');
      const path = `${fixture.data}/instances/${before.name}-${before.vmid}/instance.json`;
      const record = JSON.parse(readFileSync(path, 'utf8'));
      writeFileSync(path, JSON.stringify({ ...record, processes: null }));
      expect(await fixture.cloud({ isolation }).list()).toMatchObject([{ vmid: before.vmid, state: 'running' }]);
      expect(recordOf(fixture.data, before).processes).toEqual(record.processes);
    });
  },
);
