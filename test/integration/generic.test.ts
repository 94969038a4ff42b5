import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../peers/director.ts';
import { startedApplication, until } from './faults/world.ts';
import { GenericService } from './generic-world.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let director: DirectorProcess;
beforeAll(async () => {
  director = await startDirector();
});
afterAll(() => removeDirector(director));

const report = (name: string) => `#!/bin/sh\necho "${name} $MY_ROLE $MY_IP $MASTER_IP ($*)"\n`;

describe('a generic service', () => {
  it('runs its scripts on every node and tells what they printed', async () => {
    const service = await GenericService.running(director, 'Scripts', {
      'init.sh': report('init'),
      'notify.sh': report('notify'),
      // Neither a first line nor the right to execute, and made on Windows.
      'run.sh': 'echo "run $MY_ROLE <$1> <$2>"\r\ncat "$AGENTS_JSON"\r\necho "to errors" >&2\r\nexit 3\r\n',
      'cleanup.sh': report('cleanup'),
    });
    const master = await service.master();
    expect(await service.status()).toEqual({
      [master.id]: {
        'init.sh': 'STOPPED (return code 0)',
        'notify.sh': 'NEVER STARTED',
        'run.sh': 'NEVER STARTED',
        'interrupt.sh': 'NEVER STARTED',
        'cleanup.sh': 'NEVER STARTED',
      },
    });
    expect(await service.log(master.id)).toContain(`init master ${master.address} ${master.address} ()`);

    await service.addNodes(1);
    const node = (await service.nodes()).find(({ role }) => role === 'node');
    if (!node) throw new Error('no node was added');
    await until('notify.sh', async () => (await service.log(master.id)).includes('notify master'));
    expect(await service.log(node.id)).not.toContain('notify');

    expect(await service.execute('run', `one "two  words; $(touch /tmp/never)"`)).toEqual({ state: 'RUNNING' });
    await service.reach('run.sh', 'STOPPED (return code 3)');
    const printed = await service.log(node.id);
    expect(printed).toContain('run node <one> <two  words; $(touch /tmp/never)>');
    expect(JSON.parse(/^\[.*\]$/m.exec(printed)?.[0] ?? '')).toEqual([
      { id: master.id, ip: master.address, role: 'master' },
      { id: node.id, ip: node.address, role: 'node' },
    ]);
    expect(await service.log(node.id, 'agent.err')).toBe(
      'run.sh had the line ends of Windows; they were replaced.\nto errors\n',
    );

    await service.execute('cleanup');
    await service.reach('cleanup.sh', 'STOPPED (return code 0)');
    await service.removeNodes(1);
    await until('notify.sh', async () => (await service.log(master.id)).match(/notify master/g)?.length === 2);
    await expect(service.execute('interrupt')).rejects.toThrow(
      'ERROR: No scripts are currently running inside agents. Nothing to interrupt.',
    );
  });

  it('refuses what must not meet running scripts, and ends them all by a second interrupt', async () => {
    const service = await GenericService.running(director, 'Interrupted', {
      'run.sh': '#!/bin/sh\necho begun\n(trap "" TERM; sleep 600) &\nsleep 600\n',
      'interrupt.sh': '#!/bin/sh\necho interrupting\nsleep 600\n',
    });
    const { id } = await service.master();
    await service.execute('run');
    await until('run.sh', async () => (await service.log(id)).includes('begun'));
    const busy =
      "ERROR: Scripts are still running inside at least one agent. Please wait for them to finish execution or call 'interrupt' first.";
    await expect(service.execute('run')).rejects.toThrow(busy);
    await expect(service.execute('cleanup')).rejects.toThrow(busy);
    await expect(service.createVolume('data', 8, id)).rejects.toThrow(busy);
    await expect(service.enable({ 'run.sh': 'true' })).rejects.toThrow(busy);
    await service.execute('interrupt');
    await until('interrupt.sh', async () => (await service.log(id)).includes('interrupting'));
    expect((await service.status())[id]).toMatchObject({ 'run.sh': 'RUNNING', 'interrupt.sh': 'RUNNING' });
    await service.execute('interrupt');
    await service.reach('run.sh', 'STOPPED (return code -15)');
    await service.reach('interrupt.sh', 'STOPPED (return code -15)');
    await expect(service.execute('cleanup')).rejects.toThrow('has no cleanup.sh');
  });

  it('goes back to the version before when init.sh fails', async () => {
    const service = await GenericService.running(director, 'Undone', { 'init.sh': 'echo first', 'run.sh': 'echo old' });
    const { id } = await service.master();
    await expect(
      service.enable({ 'init.sh': 'echo "the reason" >&2\nexit 7\n', 'run.sh': 'echo new' }),
    ).rejects.toThrow(/init\.sh failed on .*: return code 7\. .*the reason/s);
    expect(await service.client.getService({ params: service.params })).toMatchObject({
      state: 'RUNNING',
      reason: { code: 'SCRIPT_FAILED' },
    });
    await service.execute('run');
    await service.reach('run.sh', 'STOPPED (return code 0)');
    expect((await service.log(id)).match(/first|old|new/g)).toEqual(['first', 'old']);
  });

  it('keeps its master', async () => {
    const service = await GenericService.running(director, 'Master', { 'run.sh': 'true' });
    const remove = (nodes: Record<string, number>) =>
      service.client.removeNodes({ params: service.params, body: { nodes } });
    await expect(remove({ master: 1 })).rejects.toThrow('Cannot remove the master node.');
    await expect(remove({ count: 1 })).rejects.toThrow('Requesting to delete 1 node nodes while none can be removed');
    await expect(service.client.addNodes({ params: service.params, body: { nodes: { master: 1 } } })).rejects.toThrow(
      "Wrong node type 'master' for service type 'generic'.",
    );
  });

  it('has a first version whose scripts run', async () => {
    const service = await GenericService.add(director, 'Default');
    await service.start();
    const { id } = await service.master();
    await service.execute('run', 'hello');
    await service.reach('run.sh', 'STOPPED (return code 0)');
    expect(await service.log(id)).toContain('run.sh hello');
  });
});

describe('the SSH keys of an application', () => {
  it('are shared by its services that have code', async () => {
    const { client } = director;
    const aid = await startedApplication(client, 'Keys');
    const [php, generic] = await Promise.all(
      ['php', 'generic'].map(async (type) => (await client.addService({ params: { aid }, body: { type } })).sid),
    );
    const of = (sid = 0) => ({ params: { aid, sid } });
    const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB anna';
    expect(await client.addAuthorizedKeys({ ...of(php), body: { keys: `${key}\n` } })).toEqual({ added: 1 });
    expect(await client.addAuthorizedKeys({ ...of(generic), body: { keys: key } })).toEqual({ added: 0 });
    expect(await client.listAuthorizedKeys(of(generic))).toEqual({ keys: [key] });
    await expect(client.addAuthorizedKeys({ ...of(php), body: { keys: 'no key' } })).rejects.toThrow(
      'Line 1 is not an SSH public key',
    );
    await expect(
      client.createVolume({ params: { aid }, body: { name: 'data', size: 8, agentId: 'iaas00000000' } }),
    ).rejects.toThrow('node ID does not exist');
  });
});

describe('a helloworld service', () => {
  it('gathers what its nodes say', async () => {
    const { client } = director;
    const aid = await startedApplication(client, 'Greetings');
    const { sid } = await client.addService({ params: { aid }, body: { type: 'helloworld' } });
    const params = { aid, sid };
    const hello = () => client.callServiceMethod({ params: { ...params, method: 'get_helloworld' }, body: {} });
    await expect(hello()).rejects.toThrow("Wrong service state: was expecting one of ['RUNNING']");
    await ended(client, await client.startService({ params, body: {} }));
    await ended(client, await client.addNodes({ params, body: { nodes: { count: 1 } } }));
    const ids = (await client.listNodes({ params })).map(({ id }) => id);
    expect(await hello()).toEqual({
      result: { helloworld: ids.map((id) => `Received Hello World from ${id}\n`).join('') },
    });
    await expect(client.callServiceMethod({ params: { ...params, method: 'shutdown' }, body: {} })).rejects.toThrow(
      'shutdown method not currently supported for this service',
    );
    await expect(client.listAuthorizedKeys({ params })).rejects.toThrow('not currently supported');
  });
});
