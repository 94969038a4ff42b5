import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConpaasError } from '../../director/contract/errors.ts';
import { ManagerWorld } from './manager-world.ts';

let world: ManagerWorld;
beforeEach(async () => {
  world = await ManagerWorld.enter();
  await world.startManager();
});
afterEach(() => world.leave());

const told = () => world.director.calls.splice(0);

describe('starting a php service', () => {
  it('makes one packed node and puts its servers up in the order that loses nothing', async () => {
    const sid = await world.running();
    expect(world.director.requests).toMatchObject([{ sid, roles: ['proxybackendweb'] }]);
    const calls = told().map((call) => call.split(' ')[1]);
    expect(calls[0]).toBe('updatePHPCode');
    expect(calls.slice(1, 3).sort()).toEqual(['createPHP', 'createWebServer']);
    expect(calls.slice(3)).toEqual(['createHttpProxy']);
    const agent = world.director.agent('node-1');
    expect(agent.proxy).toMatchObject({ port: 20010, front_port: 20013, code_version: 'code-default' });
    expect(agent.proxy?.fpm_list).toEqual([{ id: 'node-1', ip: '127.0.0.1', port: 20012, weight: 100 }]);
    expect(await world.snapshot(sid)).toEqual({
      sid,
      type: 'php',
      state: 'RUNNING',
      reason: null,
      cloud: 'local',
      url: 'http://localhost:20010/',
      runtime: 'haproxy 2.6, PHP 8.2',
    });
    expect(await world.nodes(sid)).toMatchObject([
      { id: 'node-1', role: 'proxybackendweb', roles: ['proxy', 'backend', 'web'], state: 'running' },
    ]);
    expect(await world.call(0, 'GET', 'get_app_info')).toEqual({
      states: { 0: 'RUNNING', [sid]: 'RUNNING' },
      nodes: ['node-1'],
      volumes: [],
    });
  });

  it('ends in ERROR with the reason, and destroys the node, when a server does not start', async () => {
    const failure = new ConpaasError('SERVER_FAILED', {
      server: 'php-fpm',
      node: 'node-1',
      why: 'no memory',
      log: 'x',
    });
    world.director.prepare = (agent) => agent.failures.set('createPHP', failure);
    await world.call(0, 'POST', 'add_service', { service_type: 'php' });
    await world.call(0, 'POST', 'start_service', { service_id: 1, cloud: 'default' });
    const snapshot = await world.reach(1, 'ERROR', 'RUNNING');
    expect(snapshot).toMatchObject({ state: 'ERROR', reason: { code: 'SERVER_FAILED', message: failure.message } });
    expect(world.director.existing()).toEqual([]);
    expect(await world.nodes(1)).toEqual([]);
    await world.call(0, 'POST', 'stop_service', { service_id: 1 });
    expect(await world.reach(1, 'STOPPED')).toMatchObject({ reason: null });
  });

  it('ends in ERROR with what the Director said when it refuses', async () => {
    world.director.refusal = new ConpaasError('UNKNOWN_CLOUD', { cloud: 'moon', clouds: 'local' });
    await world.call(0, 'POST', 'add_service', { service_type: 'php' });
    await world.call(0, 'POST', 'start_service', { service_id: 1, cloud: 'moon' });
    expect(await world.reach(1, 'ERROR')).toMatchObject({
      reason: { code: 'UNKNOWN_CLOUD', message: "Unknown cloud name 'moon'" },
    });
  });

  it('asks a Director that was away again, with the same request, and makes no node twice', async () => {
    const answered = Promise.withResolvers<void>();
    world.director.gate = answered.promise;
    await world.call(0, 'POST', 'add_service', { service_type: 'php' });
    await world.call(0, 'POST', 'start_service', { service_id: 1, cloud: 'default' });
    await expect.poll(() => world.director.existing()).toEqual(['node-1']);
    await world.director.goAway();
    answered.resolve();
    world.director.gate = undefined;
    await world.director.listen();
    expect(await world.reach(1, 'RUNNING', 'ERROR')).toMatchObject({ state: 'RUNNING' });
    const ids = new Set(world.director.requests.map(({ requestId }) => requestId));
    expect(world.director.requests.length).toBeGreaterThan(1);
    expect(ids.size).toBe(1);
    expect(world.director.existing()).toEqual(['node-1']);
  });

  it('can be cancelled: what was made is destroyed and the service is STOPPED', async () => {
    const never = Promise.withResolvers<void>();
    world.director.prepare = (agent) => agent.gates.set('createPHP', never.promise);
    await world.call(0, 'POST', 'add_service', { service_type: 'php' });
    await world.call(0, 'POST', 'start_service', { service_id: 1, cloud: 'default' });
    await expect.poll(() => world.director.calls).toContain('node-1 createPHP');
    await world.call(0, 'POST', 'cancel', { service_id: 1 });
    expect(await world.reach(1, 'STOPPED', 'RUNNING', 'ERROR')).toMatchObject({
      state: 'STOPPED',
      reason: { code: 'OPERATION_CANCELLED' },
    });
    expect(world.director.existing()).toEqual([]);
    await expect(world.call(0, 'POST', 'cancel', { service_id: 1 })).rejects.toMatchObject({
      code: 'OPERATION_NOT_CANCELLABLE',
    });
    never.resolve();
  });

  it('can be stopped in the middle', async () => {
    const never = Promise.withResolvers<void>();
    world.director.prepare = (agent) => agent.gates.set('createPHP', never.promise);
    await world.call(0, 'POST', 'add_service', { service_type: 'php' });
    await world.call(0, 'POST', 'start_service', { service_id: 1, cloud: 'default' });
    await expect.poll(() => world.director.calls).toContain('node-1 createPHP');
    expect(await world.call(0, 'POST', 'stop_service', { service_id: 1 })).toEqual({ state: 'EPILOGUE' });
    expect(await world.reach(1, 'STOPPED', 'ERROR')).toMatchObject({ state: 'STOPPED', reason: null });
    expect(world.director.existing()).toEqual([]);
    never.resolve();
  });
});

describe('scaling', () => {
  it('adds a backend before the proxy sends to it, and only then takes the role off the packed node', async () => {
    const sid = await world.running();
    told();
    const answer = await world.call(0, 'POST', 'add_nodes', { service_id: sid, nodes: { count: 1 }, cloud: 'default' });
    expect(answer).toEqual({ state: 'ADAPTING' });
    expect(await world.reach(sid, 'RUNNING', 'ERROR')).toMatchObject({ state: 'RUNNING', reason: null });
    expect(told()).toEqual(['node-2 updatePHPCode', 'node-2 createPHP', 'node-1 updateHttpProxy', 'node-1 stopPHP']);
    expect(world.director.agent('node-1').proxy?.fpm_list).toMatchObject([{ id: 'node-2' }]);
    expect(await world.nodes(sid)).toMatchObject([
      { id: 'node-1', role: 'proxyweb', roles: ['proxy', 'web'] },
      { id: 'node-2', role: 'backend', roles: ['backend'] },
    ]);
    expect(await world.call(sid, 'GET', 'list_nodes')).toEqual({
      proxy: ['node-1'],
      web: ['node-1'],
      backend: ['node-2'],
    });
  });

  it('gives the role back to the packed node before the last backend is stopped and destroyed', async () => {
    const sid = await world.running();
    await world.call(0, 'POST', 'add_nodes', { service_id: sid, nodes: { backend: 1 }, cloud: 'default' });
    await world.reach(sid, 'RUNNING');
    told();
    await world.call(0, 'POST', 'remove_nodes', { service_id: sid, nodes: { backend: 1 } });
    await world.reach(sid, 'RUNNING');
    expect(told()).toEqual(['node-1 createPHP', 'node-1 updateHttpProxy', 'node-2 stopPHP']);
    expect(world.director.destroyed).toEqual(['node-2']);
    expect(await world.nodes(sid)).toMatchObject([{ role: 'proxybackendweb' }]);
  });

  it('tells web nodes of a second proxy once it runs', async () => {
    const sid = await world.running();
    await world.call(0, 'POST', 'add_nodes', { service_id: sid, nodes: { backend: 1, web: 1 }, cloud: 'default' });
    await world.reach(sid, 'RUNNING');
    told();
    await world.call(0, 'POST', 'add_nodes', { service_id: sid, nodes: { proxy: 1 }, cloud: 'default' });
    await world.reach(sid, 'RUNNING');
    expect(told()).toEqual(['node-4 createHttpProxy', 'node-3 updateWebServer']);
    expect(world.director.agent('node-3').web?.front_list).toHaveLength(2);
    // A resumed TLS session shows no certificate: without care every request but the first would have to be repeated.
    const { log } = (await world.call(sid, 'GET', 'get_manager_log')) as { log: string };
    expect(log).toContain('RUNNING: Added 1 proxy node');
    expect(log).not.toContain('asked again');
  });

  it('refuses what the rules forbid, with the texts of ConPaaS', async () => {
    const sid = await world.running();
    const add = (nodes: object) => world.call(0, 'POST', 'add_nodes', { service_id: sid, nodes, cloud: 'default' });
    await expect(add({ proxy: 1 })).rejects.toThrow(
      "Cannot add more proxy servers without at least one stand-alone 'web' node and one stand-alone 'backend' node",
    );
    await expect(add({ backend: 0 })).rejects.toThrow('Need a positive value for at least one role');
    await expect(add({ backend: -1 })).rejects.toThrow('Invalid number of nodes -1');
    await expect(add({ glb: 1 })).rejects.toThrow("Wrong node type 'glb' for service type 'php'.");
    const remove = world.call(0, 'POST', 'remove_nodes', { service_id: sid, nodes: { backend: 1 } });
    await expect(remove).rejects.toThrow("Not enough 'backend' nodes will be left");
    await world.call(0, 'POST', 'stop_service', { service_id: sid });
    await world.reach(sid, 'STOPPED');
    await expect(add({ backend: 1 })).rejects.toThrow(
      "Wrong service state: was expecting one of ['RUNNING'] but current state is 'STOPPED'",
    );
  });

  it('returns to RUNNING with the reason, and to the nodes from before, when a new node fails', async () => {
    const sid = await world.running();
    const failure = new ConpaasError('SERVER_FAILED', {
      server: 'php-fpm',
      node: 'node-2',
      why: 'no memory',
      log: 'x',
    });
    world.director.prepare = (agent) => agent.failures.set('createPHP', failure);
    await world.call(0, 'POST', 'add_nodes', { service_id: sid, nodes: { backend: 1 }, cloud: 'default' });
    expect(await world.reach(sid, 'RUNNING', 'ERROR')).toMatchObject({
      state: 'RUNNING',
      reason: { code: 'SERVER_FAILED' },
    });
    expect(world.director.existing()).toEqual(['node-1']);
    expect(world.director.agent('node-1').proxy?.fpm_list).toMatchObject([{ id: 'node-1' }]);
  });
});

describe('a restart of the manager', () => {
  it('keeps services, states, history and code; nodes are not touched', async () => {
    const sid = await world.running();
    told();
    expect(await world.endManager()).toBe(0);
    await world.startManager();
    expect(await world.snapshot(sid)).toMatchObject({ state: 'RUNNING', url: 'http://localhost:20010/' });
    const { state_log: history } = (await world.call(sid, 'GET', 'get_service_history')) as {
      state_log: { state: string }[];
    };
    expect(history.map(({ state }) => state)).toEqual(['INIT', 'PROLOGUE', 'RUNNING']);
    expect(told()).toEqual([]);
    expect(await world.call(0, 'POST', 'add_service', { service_type: 'php' })).toEqual({ service_id: sid + 1 });
  });

  it('in the middle of a start destroys what had been made and ends in ERROR with the reason', async () => {
    const never = Promise.withResolvers<void>();
    world.director.prepare = (agent) => agent.gates.set('createPHP', never.promise);
    await world.call(0, 'POST', 'add_service', { service_type: 'php' });
    await world.call(0, 'POST', 'start_service', { service_id: 1, cloud: 'default' });
    await expect.poll(() => world.director.calls).toContain('node-1 createPHP');
    await world.endManager('SIGKILL');
    never.resolve();
    await world.startManager();
    expect(await world.reach(1, 'ERROR', 'RUNNING')).toMatchObject({
      state: 'ERROR',
      reason: { code: 'MANAGER_RESTARTED' },
    });
    expect(world.director.existing()).toEqual([]);
  });

  it('while the Director was making nodes finds and destroys them', async () => {
    const answered = Promise.withResolvers<void>();
    world.director.gate = answered.promise;
    await world.call(0, 'POST', 'add_service', { service_type: 'php' });
    await world.call(0, 'POST', 'start_service', { service_id: 1, cloud: 'default' });
    await expect.poll(() => world.director.existing()).toEqual(['node-1']);
    await world.endManager('SIGKILL');
    answered.resolve();
    world.director.gate = undefined;
    await world.startManager();
    await world.reach(1, 'ERROR');
    expect(world.director.existing()).toEqual([]);
  });

  it('in the middle of adding nodes goes back to those from before', async () => {
    const sid = await world.running();
    const never = Promise.withResolvers<void>();
    world.director.prepare = (agent) => agent.gates.set('createPHP', never.promise);
    await world.call(0, 'POST', 'add_nodes', { service_id: sid, nodes: { backend: 1 }, cloud: 'default' });
    await expect.poll(() => world.director.calls).toContain('node-2 createPHP');
    await world.endManager('SIGKILL');
    never.resolve();
    await world.startManager();
    expect(await world.reach(sid, 'RUNNING', 'ERROR')).toMatchObject({
      state: 'RUNNING',
      reason: { code: 'MANAGER_RESTARTED' },
    });
    expect(world.director.existing()).toEqual(['node-1']);
    expect(world.director.agent('node-1').proxy?.fpm_list).toMatchObject([{ id: 'node-1' }]);
  });

  it('as another instance, after the application was stopped, continues with its services STOPPED', async () => {
    const sid = await world.running();
    await world.endManager('SIGKILL');
    world.vmid = 'bbbb0002';
    await world.startManager();
    expect(await world.reach(sid, 'STOPPED', 'ERROR')).toMatchObject({ state: 'STOPPED' });
    expect(await world.call(sid, 'GET', 'get_configuration')).toMatchObject({ codeVersionId: 'code-default' });
    await world.call(0, 'POST', 'start_service', { service_id: sid, cloud: 'default' });
    expect(await world.reach(sid, 'RUNNING', 'ERROR')).toMatchObject({ state: 'RUNNING' });
  });
});

describe('a lost agent', () => {
  it('turns the service to ERROR, is taken out, and comes back by itself when it answers again', async () => {
    const sid = await world.running();
    await world.call(0, 'POST', 'add_nodes', { service_id: sid, nodes: { backend: 2 }, cloud: 'default' });
    await world.reach(sid, 'RUNNING');
    await world.director.agent('node-3').stop();
    const lost = await world.reach(sid, 'ERROR');
    expect(lost.reason).toMatchObject({ code: 'NODE_LOST' });
    expect(lost.reason?.message).toContain('Node node-3 (backend) no longer answers');
    expect(lost.url).toBe('http://localhost:20010/');
    await expect.poll(() => world.director.agent('node-1').proxy?.fpm_list).toMatchObject([{ id: 'node-2' }]);
    expect((await world.nodes(sid)).map(({ state }) => state)).toEqual(['running', 'running', 'lost']);
    await world.director.agent('node-3').start();
    expect(await world.reach(sid, 'RUNNING')).toMatchObject({ reason: null });
    expect(world.director.agent('node-1').proxy?.fpm_list).toMatchObject([{ id: 'node-2' }, { id: 'node-3' }]);
  });

  it('is replaced on request by a node with the same role', async () => {
    const sid = await world.running();
    await world.director.agent('node-1').stop();
    await world.reach(sid, 'ERROR');
    const answer = await world.call(0, 'POST', 'replace_node', { service_id: sid, node_id: 'node-1' });
    expect(answer).toEqual({ state: 'ADAPTING' });
    expect(await world.reach(sid, 'RUNNING', 'ERROR')).toMatchObject({
      state: 'RUNNING',
      reason: null,
      url: 'http://localhost:20020/',
    });
    expect(world.director.destroyed).toEqual(['node-1']);
    expect(await world.nodes(sid)).toMatchObject([{ id: 'node-2', role: 'proxybackendweb', state: 'running' }]);
  });
});
