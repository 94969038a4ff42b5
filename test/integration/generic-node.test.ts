import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linuxEnvironment } from '../../director/processes/linux.ts';
import { listProcesses } from '../../director/processes/process-table.ts';
import { GenericNode } from '../../director/services/generic/agent/generic-node.ts';
import type { AgentConfiguration } from '../../director/wire/instance-configuration.ts';
import { tarOf } from '../unit/archives/make-archive.ts';

const open = new AbortController().signal;
const log = { info() {}, warn() {}, error() {} };
const agents = [
  { id: 'iaas1', ip: '127.0.0.1', role: 'master' },
  { id: 'iaas2', ip: '127.0.0.2', role: 'node' },
];

let directory: string;
let node: GenericNode;
let archives = 0;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'generic-node-'));
  for (const name of ['data', 'logs', 'media']) mkdirSync(join(directory, name));
  node = await made();
});
afterEach(async () => {
  await node.stop();
  rmSync(directory, { recursive: true });
});

/** An agent's part on one node, without a sandbox around it. */
async function made(initLimitMs?: number): Promise<GenericNode> {
  const folder = (name: string) => join(directory, name);
  const configuration: AgentConfiguration = {
    ...{
      kind: 'agent',
      deployment: 'conpaas',
      uid: 1,
      aid: 1,
      sid: 1,
      vmid: '00000001',
      address: '127.0.0.2',
      ports: {},
    },
    ...{ type: 'generic', role: 'node', phpRuntime: 'auto', archiveLimitBytes: 1_000_000, archiveLimitFiles: 100 },
    directories: {
      ...{ configuration: folder('configuration'), data: folder('data'), logs: folder('logs') },
      ...{ storage: folder('storage'), volumes: folder('media'), cache: folder('cache') },
    },
  };
  const one = new GenericNode(configuration, log, initLimitMs);
  await one.restore();
  await one.introduce(agents, '127.0.0.2');
  return one;
}

async function enable(scripts: Record<string, string>, enabling = `enabling-${archives}`, signal = open) {
  archives += 1;
  const path = join(directory, `archive-${archives}.tar`);
  const bytes = await tarOf(Object.entries(scripts).map(([name, content]) => ({ name, content })));
  writeFileSync(path, bytes);
  const file = { filename: 'scripts.tar', path, size: bytes.length };
  await node.enable({ codeVersionId: `code-${archives}`, root: null, enabling, file }, signal);
}

const printed = (name: 'agent.out' | 'agent.err' = 'agent.out') => readFileSync(join(directory, 'logs', name), 'utf8');
const stopped = (script: string) =>
  expect.poll(async () => (await node.status())[script as 'run.sh'], { timeout: 10_000 });
const marked = async () =>
  (await listProcesses()).filter(({ pid }) => {
    const environment = linuxEnvironment(pid);
    return Array.isArray(environment) && environment.includes(`CONPAAS_SCRIPTS=${join(directory, 'data')}`);
  });

describe.runIf(process.platform === 'linux')('a node of a generic service', () => {
  it('tells scripts where everything is', async () => {
    await enable({
      'run.sh': 'echo "$MY_IP $MY_ROLE $MASTER_IP $VOLUMES_DIR"; cat "$AGENTS_JSON"; pwd; env | grep -c NODE_',
    });
    await node.execute('run', '', false);
    await stopped('run.sh').toBe('STOPPED (return code 1)');
    const [first, second, third, secrets] = printed().trim().split('\n');
    expect(first).toBe(`127.0.0.2 node 127.0.0.1 ${join(directory, 'media')}`);
    expect(JSON.parse(second ?? '')).toEqual(agents);
    expect(third).toBe(join(directory, 'data', 'code', `code-${archives}`));
    expect(secrets).toBe('0');
  });

  it('runs scripts by the program of their first line, also from the only folder of an archive', async () => {
    await enable({ 'job/run.sh': '#!/usr/bin/env -S sh -e\nfalse\necho never' });
    await node.execute('run', '', false);
    await stopped('run.sh').toBe('STOPPED (return code 1)');
    expect(printed()).toBe('');
  });

  it('ends an init.sh that does not end by itself, with all that it started', async () => {
    node = await made(500);
    await enable({ 'init.sh': 'true', 'run.sh': 'echo before' });
    const endless = { 'init.sh': 'echo waiting; (trap "" TERM; sleep 86399) & sleep 86399', 'run.sh': 'echo after' };
    await expect(enable(endless)).rejects.toMatchObject({
      code: 'SCRIPT_FAILED',
      parameters: { why: 'it did not end within 0.5 s' },
      detail: 'waiting',
    });
    expect(await marked()).toEqual([]);
    await node.execute('run', '', false);
    await stopped('run.sh').toBe('STOPPED (return code 0)');
    expect(printed()).toContain('before');
  });

  it('ends init.sh when enabling is cancelled', async () => {
    const controller = new AbortController();
    const enabling = enable({ 'init.sh': 'echo waiting; sleep 86399' }, 'cancelled', controller.signal);
    enabling.catch(() => undefined);
    await expect.poll(() => printed().includes('waiting'), { timeout: 10_000 }).toBe(true);
    controller.abort();
    await expect(enabling).rejects.toMatchObject({ parameters: { why: 'it was cancelled' } });
    expect(await marked()).toEqual([]);
  });

  it('runs init.sh once for each enabling, also over a restart', async () => {
    const scripts = { 'init.sh': 'echo init' };
    await enable(scripts, 'first');
    node = await made();
    await enable(scripts, 'first');
    await enable(scripts, 'second');
    expect(printed().match(/init/g)).toHaveLength(2);
  });

  it('ends what an agent that was killed left running', async () => {
    // As a crash leaves it: the script runs, and the file says so.
    const data = join(directory, 'data');
    const left = spawn('sleep', ['86399'], { env: { PATH: process.env.PATH, CONPAAS_SCRIPTS: data }, stdio: 'ignore' });
    const state = JSON.parse(readFileSync(join(data, 'generic.json'), 'utf8'));
    writeFileSync(
      join(data, 'generic.json'),
      JSON.stringify({ ...state, scripts: { 'run.sh': { state: 'running' } } }),
    );
    const exited = once(left, 'exit');
    node = await made();
    expect((await exited)[1]).toBe('SIGKILL');
    expect((await node.status())['run.sh']).toBe('STOPPED (return code -9)');
  });

  it('runs notify.sh once more for what changed while it ran, and for nothing else', async () => {
    await enable({
      'notify.sh': `while [ ! -e ${directory}/go ]; do sleep 0.05; done; grep -o iaas3 $AGENTS_JSON; echo told`,
    });
    const more = [...agents, { id: 'iaas3', ip: '127.0.0.3', role: 'node' }];
    await node.execute('notify', '', false, agents);
    await node.execute('notify', '', false, more);
    await node.execute('notify', '', false, more);
    writeFileSync(join(directory, 'go'), '');
    await expect.poll(() => printed().match(/told/g)?.length, { timeout: 10_000 }).toBe(2);
    await stopped('notify.sh').toBe('STOPPED (return code 0)');
  });

  it('ends all scripts by an interrupt where there is no interrupt.sh', async () => {
    await enable({ 'run.sh': 'sleep 86399' });
    await node.execute('run', '', false);
    await node.execute('interrupt', '', false);
    expect((await node.status())['run.sh']).toBe('STOPPED (return code -15)');
    expect(printed('agent.err')).toContain('ended by an interrupt');
  });

  it('shows a script whose program does not exist as failed', async () => {
    await enable({ 'run.sh': '#!/no/such/program\n' });
    await expect(node.execute('run', '', false)).rejects.toThrow('run.sh failed');
    expect((await node.status())['run.sh']).toBe('STOPPED (return code 127)');
  });

  it('lets nothing of a script use a volume that is taken away', async () => {
    mkdirSync(join(directory, 'media', 'data'));
    await node.mount('data', undefined);
    await enable({ 'run.sh': 'cd "$VOLUMES_DIR/data"; setsid sleep 86399 & exit 0' });
    await node.execute('run', '', false);
    await stopped('run.sh').toBe('STOPPED (return code 0)');
    expect(await marked()).toHaveLength(1);
    await node.unmount('data');
    expect(await marked()).toEqual([]);
  });
});
