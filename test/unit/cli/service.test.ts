import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { localTime } from '../../../director/cli/local-time.ts';
import { aNode, aRunningApplication, aService, InMemoryDirector } from './in-memory-director.ts';
import { run } from './run.ts';

let director: InMemoryDirector;
beforeEach(() => {
  director = new InMemoryDirector();
  director.applications = [aRunningApplication(), aRunningApplication({ aid: 2, name: 'wiki' })];
  director.services = [
    aService({ aid: 2, sid: 1, name: 'b', state: 'STOPPED' }),
    aService({ sid: 2, name: 'data', type: 'mysql' }),
    aService({ sid: 1 }),
  ];
});

const done = (out: string) => ({ status: 0, out, errors: '' });
const failed = (errors: string) => ({ status: 1, out: '', errors });
const bodyOf = (name: string) => director.calls.find((call) => call.name === name)?.input.body;

describe('cps-tools service', () => {
  test('get_types prints one type per line', async () => {
    director.types = ['php', 'java'];
    expect(await run(director, 'service get_types')).toEqual(done('php\njava\n'));
  });

  test('add takes a type; in a typed group it does not, and get_types is missing', async () => {
    expect(await run(director, 'service add java shop')).toEqual(
      done('Service java successfully added to application 1 with id 4.\n'),
    );
    expect(await run(director, 'php add wiki')).toEqual(
      done('Service php successfully added to application 2 with id 5.\n'),
    );
    expect((await run(director, 'php get_types')).errors).toContain("ERROR: unknown command 'get_types'\n");
  });

  test('list prints services in order, with N/A where the manager does not answer', async () => {
    const manager = { instanceId: 'i', address: '127.0.1.1', port: 443, reachable: false };
    director.applications = [aRunningApplication({ manager }), aRunningApplication({ aid: 2, name: 'wiki' })];
    const lines = [
      'aid sid type  name            status ',
      '-------------------------------------',
      '  1   1 php   New php service N/A    ',
      '  1   2 mysql data            N/A    ',
      '  2   1 php   b               STOPPED',
    ];
    expect(await run(director, 'service list')).toEqual(done(`${lines.join('\n')}\n`));
  });

  test('list shows one application or one type only', async () => {
    expect((await run(director, 'service list -a wiki')).out).not.toContain('mysql');
    expect((await run(director, 'php list --application 1')).out).toBe(
      'aid sid type name            status \n------------------------------------\n  1   1 php  New php service RUNNING\n',
    );
    director.services = [];
    expect(await run(director, 'service list')).toEqual(done('No existing services.\n'));
  });

  test('rename, remove, start and stop print the sentences of the reference', async () => {
    expect(await run(director, 'service rename shop data db')).toEqual(
      done("Service 2 of application 1 has been renamed to 'db'.\n"),
    );
    expect(await run(director, 'service remove shop data')).toEqual(
      done('Service 2 of application 1 has been successfully removed.\n'),
    );
    expect(await run(director, 'service start wiki 1')).toEqual(
      done('Service 1 of application 2 is starting...  done.\n'),
    );
    expect(await run(director, 'service stop wiki 1')).toEqual(
      done('Service 1 of application 2 is stopping...  done.\n'),
    );
  });

  test.each([
    ['service stop shop x', "Unknown service name 'x' in application 1"],
    ['service stop shop 9', 'Unknown service id 9 in application 1'],
    ['php stop shop data', "Unknown service name 'data' in application 1 of type php."],
    ['php stop shop 2', 'Unknown service id 2 in application 1 of type php.'],
  ])('%s: %s', async (words, text) => {
    expect(await run(director, words)).toEqual(failed(`ERROR: ${text}\n`));
  });

  test('takes the first of several services with the same name', async () => {
    director.services = [aService({ sid: 3, name: 'same' }), aService({ sid: 4, name: 'same' })];
    expect((await run(director, 'service stop shop same')).out).toContain('Service 3 of');
  });

  test('get_state prints key: value lines, with the words of Python for what is nothing or true', async () => {
    director.on('getServiceInfo', () => ({ state: 'RUNNING', type: 'PHP', cdn: null, fine: true, list: [1] }));
    expect(await run(director, 'service get_state shop 1')).toEqual(
      done('state: RUNNING\ntype: PHP\ncdn: None\nfine: True\nlist: [1]\n'),
    );
  });

  test('get_history prints local times', async () => {
    const time = '2026-01-02T03:04:05.678Z';
    director.on('getServiceHistory', () => [{ time, state: 'PROLOGUE', reason: 'Starting up' }]);
    const { out } = await run(director, 'service get_history shop 1');
    expect(out).toBe(`${localTime(time)} PROLOGUE Starting up\n`);
    expect(out).toMatch(/^2026-01-0\d \d\d:04:05 /);
  });

  test('get_script prints the script, or says that there is none', async () => {
    let script = '#!/bin/sh\n';
    director.on('getStartupScript', () => script);
    expect(await run(director, 'service get_script shop 1')).toEqual(done('#!/bin/sh\n'));
    script = '';
    expect(await run(director, 'service get_script shop 1')).toEqual(failed('ERROR: No startup script\n'));
  });

  test('set_script sends the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cps-script-'));
    const file = join(folder, 'startup.sh');
    await writeFile(file, 'echo hello\n');
    expect(await run(director, `service set_script shop 1 ${file}`)).toEqual(
      done('Startup script uploaded successfully.\n'),
    );
    expect(bodyOf('setStartupScript')).toEqual({ script: 'echo hello\n' });
    await rm(folder, { recursive: true });
    expect(await run(director, `service set_script shop 1 ${file}`)).toEqual(
      failed(`ERROR: Cannot upload startup script: filename '${file}' not found or access is denied\n`),
    );
  });
});

describe('logs of nodes', () => {
  beforeEach(() => {
    director.nodes = [aNode()];
  });

  test('list_agent_logs prints a table', async () => {
    expect((await run(director, 'service list_agent_logs shop 1 local0000aaaa')).out).toBe(
      'filename     description\n------------------------\ncpsagent.log Agent log  \n',
    );
  });

  test("get_agent_log prints the agent's own log, or the one named", async () => {
    director.on('getNodeLog', ({ params }) => `from ${params.filename}\n`);
    expect((await run(director, 'php get_agent_log shop 1 n')).out).toBe('from cpsagent.log\n');
    expect((await run(director, 'php get_agent_log shop 1 n -f fpm-error.log')).out).toBe('from fpm-error.log\n');
  });

  test('follow_log prints new text as it comes and nothing else', async () => {
    director.on('followNodeLog', () => ': still here\n\ndata: "one\\n"\n\ndata: "tw"\n\ndata: "o\\n"\n\n');
    expect(await run(director, 'service follow_log shop 1 n')).toEqual(done('one\ntwo\n'));
  });
});

describe('nodes', () => {
  test.each([
    ['php add_nodes shop 1', 'Starting 1 new nodes for', { backend: 1 }],
    ['php add_nodes shop 1 --web 2 --proxy 1', 'Starting 3 new nodes for', { proxy: 1, web: 2 }],
    ['php add_nodes --backend 0 shop 1', 'Starting 1 new nodes for', { backend: 1 }],
    ['service add_nodes shop 1 --count 4', 'Starting 4 new nodes for', { count: 4 }],
    ['service remove_nodes shop 1', 'Removing 1 nodes for', { count: 1 }],
    ['php remove_nodes shop 1 --backend 2', 'Removing 2 nodes for', { backend: 2 }],
  ])('%s asks for the numbers given, else the defaults', async (words, text, nodes) => {
    expect(await run(director, words)).toEqual(done(`${text} service 1 of application 1...  done.\n`));
    expect(bodyOf('addNodes') ?? bodyOf('removeNodes')).toEqual({ nodes });
  });

  test('a negative number is refused before anything is changed', async () => {
    expect(await run(director, 'php add_nodes shop 1 --web -2')).toEqual(
      failed('ERROR: Invalid number of nodes -2.\n'),
    );
    expect(bodyOf('addNodes')).toBeUndefined();
  });

  test('list_nodes has a line for each role of a packed node, in the order of the addresses', async () => {
    director.nodes = [
      aNode({ address: '127.0.1.10', roles: ['backend'], id: 'localb' }),
      aNode({ address: '127.0.1.9' }),
    ];
    const lines = [
      'aid sid role    ip         agent_id      cloud',
      '----------------------------------------------',
      '  1   1 proxy   127.0.1.9  local0000aaaa local',
      '  1   1 web     127.0.1.9  local0000aaaa local',
      '  1   1 backend 127.0.1.9  local0000aaaa local',
      '  1   1 backend 127.0.1.10 localb        local',
    ];
    expect(await run(director, 'service list_nodes shop 1')).toEqual(done(`${lines.join('\n')}\n`));
  });

  test('list_nodes says that there are none, and warns of a lost one', async () => {
    expect(await run(director, 'service list_nodes shop 1')).toEqual(done('No existing nodes.\n'));
    director.nodes = [aNode({ state: 'lost', why: 'its agent does not answer' })];
    expect((await run(director, 'service list_nodes shop 1')).errors).toBe(
      'WARNING - Node local0000aaaa is lost: its agent does not answer\n',
    );
  });

  test('replace_node waits for the new one', async () => {
    expect(await run(director, 'service replace_node shop 1 localb')).toEqual(
      done("Replacing node 'localb' of service 1 of application 1...  done.\n"),
    );
  });
});
