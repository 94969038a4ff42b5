import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instance } from '../../director/clouds/cloud.ts';
import type { LocalCloud } from '../../director/clouds/local/local-cloud.ts';
import { answers, ask, Fixture, optionsFor, processesOf, recordOf, specOf } from './local-cloud/fixture.ts';

const signal = new AbortController().signal;
let fixture: Fixture;

beforeEach(() => {
  fixture = new Fixture();
});
afterEach(() => fixture.dispose());

const permissions = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe.runIf(process.platform === 'linux').each(['auto', 'none'] as const)(
  'the local cloud, isolation %s',
  (isolation) => {
    let cloud: LocalCloud;
    beforeEach(() => {
      cloud = fixture.cloud({ isolation });
    });

    it('makes an instance whose program runs with its files at its own address', async () => {
      const spec = specOf(1, { ports: [8080, 9000] });
      const instance = await cloud.create(spec, signal);
      await answers(instance);
      expect(instance).toMatchObject({
        ...{ vmid: spec.vmid, name: spec.name, kind: 'manager', uid: 1, aid: 1, sid: null },
      });
      expect(instance.address).toMatch(/^127\.(6[4-9]|[7-9]\d|1\d\d|2[0-4]\d|25[0-4])\.\d+\.\d+$/);
      expect(instance.ports).toEqual({ 8080: 8080, 9000: 9000 });
      expect(await cloud.list()).toEqual([instance]);
      expect(await cloud.get(spec.vmid)).toEqual(instance);
      const folder = join(fixture.data, 'instances', `${spec.name}-${spec.vmid}`);
      expect(permissions(folder)).toBe('700');
      expect(permissions(join(folder, 'configuration'))).toBe('700');
      expect(permissions(join(folder, 'configuration', 'key.pem'))).toBe('600');
      expect(permissions(join(folder, 'instance.json'))).toBe('600');
    });

    it('gives the program an environment without anything of the user', async () => {
      process.env.LOCAL_CLOUD_SECRET = 'secret';
      try {
        const instance = await cloud.create(specOf(1), signal);
        await answers(instance);
        const environment = JSON.parse(await ask(instance, 'environment'));
        const known = ['CONPAAS_INSTANCE', 'HOME', 'LANG', 'PATH', 'PWD', 'TMPDIR'];
        expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
        expect(await ask(instance, 'write', { path: join(environment.TMPDIR, 'x'), text: 'x' })).toBe('undefined');
      } finally {
        delete process.env.LOCAL_CLOUD_SECRET;
      }
    });

    it('writes the instance down before its program is started', async () => {
      const spec = specOf(1);
      const files = spec.files;
      const seen: unknown[] = [];
      spec.files = async (placement) => {
        seen.push(recordOf(fixture.data, spec), await fixture.cloud({ isolation }).list());
        return files(placement);
      };
      const { address, ports, vmid } = await cloud.create(spec, signal);
      expect(seen).toMatchObject([
        { vmid, address, ports, processes: null },
        [{ vmid, address, ports, state: 'dead' }],
      ]);
    });

    it('gives instances that are made at the same time different addresses', async () => {
      const instances = await Promise.all([1, 2, 3, 4].map((aid) => cloud.create(specOf(aid), signal)));
      expect(new Set(instances.map(({ address }) => address)).size).toBe(4);
      await Promise.all(instances.map(answers));
    });

    it('leaves no process and no file of a destroyed instance, also of children that left its group', async () => {
      const instance = await cloud.create(specOf(1), signal);
      await answers(instance);
      await ask(instance, 'escape');
      await expect.poll(() => processesOf(instance.vmid).length).toBeGreaterThanOrEqual(3);
      await cloud.destroy(instance.vmid);
      expect(processesOf(instance.vmid)).toEqual([]);
      expect(fixture.folders()).toEqual([]);
      expect(await cloud.get(instance.vmid)).toBeUndefined();
      await cloud.destroy(instance.vmid);
      await cloud.destroy('not an id');
    });

    it('lets the program end in order and keeps its storage', async () => {
      const instance = await cloud.create(specOf(1, { sid: 2 }), signal);
      await answers(instance);
      await cloud.destroy(instance.vmid);
      expect(readFileSync(fixture.storage('a1', 's2', `orderly-${instance.vmid}`), 'utf8')).toBe('ended in order');
    });

    it('reports a program that ends at once, with what it printed, and leaves nothing of it', async () => {
      const spec = specOf(1, { failure: 'the configuration lacks a moon' });
      await expect(cloud.create(spec, signal)).rejects.toMatchObject({
        code: 'INSTANCE_START_FAILED',
        message: `The instance ${spec.name} did not start: it ended with exit code 3.`,
        detail: 'the configuration lacks a moon',
      });
      expect(processesOf(spec.vmid)).toEqual([]);
      expect(fixture.folders()).toEqual([]);
      expect(existsSync(fixture.storage('a1'))).toBe(false);
    });

    it('reports a Node that is missing', async () => {
      const program = { ...optionsFor(fixture.data).programs.manager, node: join(fixture.data, 'node') };
      const broken = fixture.cloud({ isolation: 'none', programs: { manager: program, agent: program } });
      await expect(broken.create(specOf(1), signal)).rejects.toMatchObject({
        code: 'INSTANCE_START_FAILED',
        message: expect.stringContaining('ENOENT'),
      });
      expect(fixture.folders()).toEqual([]);
    });

    it('leaves nothing when laying the files fails', async () => {
      const spec = specOf(1, { files: () => Promise.reject(new Error('no certificate')) });
      await expect(cloud.create(spec, signal)).rejects.toThrow('no certificate');
      expect(fixture.folders()).toEqual([]);
    });

    it('does not touch an instance when another one with its id is asked for', async () => {
      const spec = specOf(1);
      const instance = await cloud.create(spec, signal);
      await expect(cloud.create(spec, signal)).rejects.toMatchObject({ code: 'INSTANCE_START_FAILED' });
      await answers(instance);
    });

    it('runs the startup script inside the instance before its program', async () => {
      const startupScript = 'echo "preparing $CONPAAS_INSTANCE"; echo prepared > prepared.txt; sleep 600 &';
      const spec = specOf(1, { startupScript });
      const instance = await cloud.create(spec, signal);
      await answers(instance);
      const { HOME: home } = JSON.parse(await ask(instance, 'environment'));
      expect(await ask(instance, 'read', { path: join(home, 'prepared.txt') })).toBe('prepared\n');
      const log = readFileSync(join(instance.logDirectory ?? '', 'startup.log'), 'utf8');
      expect(log).toBe(`preparing ${spec.vmid}\n`);
    });

    it('fails with the output of a startup script that fails', async () => {
      const spec = specOf(1, { startupScript: 'echo "there is no such package" >&2; exit 7' });
      await expect(cloud.create(spec, signal)).rejects.toMatchObject({
        code: 'INSTANCE_START_FAILED',
        message: expect.stringContaining('startup script failed: it ended with exit code 7'),
        detail: 'there is no such package',
      });
      expect(fixture.folders()).toEqual([]);
    });

    it('leaves nothing when the creation is aborted, or the instance destroyed, while its startup script runs', async () => {
      for (const how of ['abort', 'destroy']) {
        const controller = new AbortController();
        const spec = specOf(1, { startupScript: 'sleep 600 & sleep 600' });
        const outcome = cloud.create(spec, controller.signal).catch((error: Error) => error.message);
        await expect.poll(() => processesOf(spec.vmid).length, { timeout: 5000 }).toBeGreaterThanOrEqual(2);
        if (how === 'abort') controller.abort(new Error('changed my mind'));
        else await cloud.destroy(spec.vmid);
        expect(await outcome).toBe(how === 'abort' ? 'changed my mind' : 'The operation was cancelled.');
        expect(processesOf(spec.vmid)).toEqual([]);
        expect(fixture.folders()).toEqual([]);
      }
    });

    it('tells when an instance dies and starts it again at the same address with its data', async () => {
      const instance = await cloud.create(specOf(1), signal);
      await answers(instance);
      const death = new Promise<Instance>((resolve) => cloud.onDeath(resolve));
      const { HOME: home } = JSON.parse(await ask(instance, 'environment'));
      await ask(instance, 'write', { path: join(home, 'kept'), text: 'kept' });
      await ask(instance, 'escape');
      await ask(instance, 'exit', { code: 9 });
      expect(await death).toEqual({ ...instance, state: 'dead', why: 'it ended with exit code 9' });
      expect(await cloud.list()).toMatchObject([{ vmid: instance.vmid, state: 'dead' }]);
      expect(await cloud.restart(instance.vmid)).toEqual(instance);
      await answers(instance);
      expect(await ask(instance, 'read', { path: join(home, 'kept') })).toBe('kept');
      expect(await cloud.get(instance.vmid), 'the reason is forgotten').toEqual(instance);
    });

    it('says who has the port of a dead instance that is to be started again', async () => {
      const instance = await cloud.create(specOf(1), signal);
      await answers(instance);
      const death = new Promise((resolve) => cloud.onDeath(resolve));
      await ask(instance, 'exit', { code: 0 });
      await death;
      const stranger = createServer().listen(8080, instance.address);
      await once(stranger, 'listening');
      const failure = cloud.restart(instance.vmid);
      await expect(failure).rejects.toMatchObject({ code: 'INSTANCE_START_FAILED' });
      await expect(failure).rejects.toThrow(
        new RegExp(`Port 8080 on ${instance.address} is used by .*process ${process.pid}`),
      );
      stranger.close();
      await cloud.restart(instance.vmid);
    });

    it('finds instances again that another Director started, and tells when they die', async () => {
      const instance = await cloud.create(specOf(1), signal);
      await answers(instance);
      const later = fixture.cloud({ isolation });
      const death = new Promise<Instance>((resolve) => later.onDeath(resolve));
      expect(await later.list()).toEqual([instance]);
      process.kill(recordOf(fixture.data, instance).processes.program.pid, 'SIGKILL');
      expect(await death).toMatchObject({ vmid: instance.vmid, state: 'dead' });
    });

    it('never signals a process that has the pid of a dead one', async () => {
      const stranger = spawn('sleep', ['60']);
      try {
        const instance = await cloud.create(specOf(1), signal);
        const path = join(fixture.data, 'instances', `${instance.name}-${instance.vmid}`, 'instance.json');
        await cloud.destroy(instance.vmid);
        mkdirSync(join(path, '..'));
        const identity = { pid: stranger.pid, startTime: '1@another-boot' };
        const processes = { program: identity, sandbox: identity, monitor: identity };
        const { state, logDirectory, ...record } = instance;
        writeFileSync(path, JSON.stringify({ ...record, processes }));
        expect(await cloud.get(instance.vmid)).toMatchObject({ state: 'dead' });
        await cloud.destroy(instance.vmid);
        expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
        expect(fixture.folders()).toEqual([]);
      } finally {
        stranger.kill('SIGKILL');
      }
    });
  },
);

describe.runIf(process.platform === 'linux')('what a cut off creation or deletion left', () => {
  it('is listed as dead and can be destroyed', async () => {
    const cloud = fixture.cloud();
    mkdirSync(join(fixture.data, 'instances', 'conpaas-u1-a7-s2-web-0badcafe', 'logs'), { recursive: true });
    writeFileSync(join(fixture.data, 'instances', 'conpaas-u1-a7-s2-web-0badcafe', 'instance.json'), '{"vmid": ');
    expect(await cloud.list()).toMatchObject([{ vmid: '0badcafe', kind: 'agent', aid: 7, sid: 2, state: 'dead' }]);
    await expect(cloud.restart('0badcafe')).rejects.toMatchObject({ code: 'INSTANCE_START_FAILED' });
    await cloud.destroy('0badcafe');
    expect(fixture.folders()).toEqual([]);
  });

  it('does not include folders that are no instances', async () => {
    const cloud = fixture.cloud();
    for (const name of ['notes', 'photos-0badcafe', '.conpaas-u1-a7-mgr-0badcafe', 'conpaas-u1-a7-mgr']) {
      mkdirSync(join(fixture.data, 'instances', name), { recursive: true });
    }
    expect(await cloud.list()).toEqual([]);
    await cloud.destroy('0badcafe');
    expect(fixture.folders()).toHaveLength(4);
  });
});

describe.runIf(process.platform === 'linux')('storage', () => {
  it('outlives instances and is not deleted while one of its owner exists', async () => {
    const cloud = fixture.cloud();
    const manager = await cloud.create(specOf(1), signal);
    const agent = await cloud.create(specOf(1, { sid: 3 }), signal);
    const other = await cloud.create(specOf(2, { sid: 3 }), signal);
    const owner = { uid: 1, aid: 1 };
    await expect(cloud.destroyStorage({ ...owner, sid: 3 })).rejects.toMatchObject({ code: 'STORAGE_IN_USE' });
    await cloud.destroy(agent.vmid);
    await cloud.destroyStorage({ ...owner, sid: 3 });
    expect(existsSync(fixture.storage('a1', 's3'))).toBe(false);
    await expect(cloud.destroyStorage({ ...owner, sid: null })).rejects.toThrow(manager.vmid);
    expect(existsSync(fixture.storage('a1', 'manager'))).toBe(true);
    await cloud.destroy(manager.vmid);
    await cloud.destroyStorage({ ...owner, sid: null });
    await cloud.destroyStorage({ ...owner, sid: null });
    expect(existsSync(fixture.storage('a1'))).toBe(false);
    expect(existsSync(fixture.storage('a2', 's3')), 'of another application').toBe(true);
    await cloud.destroy(other.vmid);
  });
});
