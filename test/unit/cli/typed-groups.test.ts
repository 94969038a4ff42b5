import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { aNode, aRunningApplication, aService, InMemoryDirector } from './in-memory-director.ts';
import { run } from './run.ts';

const types = ['php', 'java', 'mysql', 'xtreemfs', 'generic', 'flink', 'helloworld'];
let director: InMemoryDirector;
let folder: string;
beforeEach(async () => {
  director = new InMemoryDirector();
  director.applications = [aRunningApplication()];
  director.services = types.map((type, index) => aService({ type, name: type, sid: index + 1 }));
  folder = await mkdtemp(join(tmpdir(), 'cps-types-'));
});
afterEach(() => rm(folder, { recursive: true }));

const done = (out: string) => ({ status: 0, out, errors: '' });
const failed = (errors: string) => ({ status: 1, out: '', errors });
const bodyOf = (name: string) => director.calls.find((call) => call.name === name)?.input.body;
/** The method of the manager that was called, with its parameters. */
const called = () => {
  const call = director.calls.find(({ name }) => name === 'callServiceMethod');
  return call && [call.input.params.method, (call.input.body as { parameters: object }).parameters];
};
const answering = (result: unknown) => director.on('callServiceMethod', () => ({ result }));

describe('a type that the Director does not offer', () => {
  const notOffered = (type: string) =>
    failed(`ERROR: The ConPaaS director does not offer services of type '${type}'.\n`);

  test.each([
    ['java', 'add shop'],
    ['java', 'upload_key shop 1 no-such-file'],
    ['mysql', 'list'],
    ['mysql', 'set_password shop 1 -p secret'],
    ['mysql', 'dump no-such-application 1'],
    ['mysql', 'load_dump shop 1 no-such-file'],
    ['xtreemfs', 'list_xfs_volumes shop 1'],
    ['xtreemfs', 'get_user_cert shop 1 user group passphrase yes file'],
    ['xtreemfs', 'set_policy shop 1 striping RAID0 volume'],
    ['flink', 'start shop 1'],
    ['helloworld', 'get_helloworld shop 1'],
    ['generic', 'run shop 1'],
  ])('is told so: %s %s', async (type, words) => {
    director.types = ['php'];
    expect(await run(director, `${type} ${words}`)).toEqual(notOffered(type));
    expect(director.calls.map(({ name }) => name)).toEqual(['listServiceTypes']);
  });

  test('has commands all the same: wrong arguments are wrong', async () => {
    director.types = ['php'];
    expect(await run(director, 'xtreemfs set_policy shop 1 other RAID0 volume')).toMatchObject({ status: 2 });
    expect(await run(director, 'mysql dump shop')).toMatchObject({ status: 2 });
    expect(director.calls).toEqual([]);
  });

  test('says which are, to a person', async () => {
    director.types = ['php', 'generic'];
    expect((await run(director, 'mysql list', { person: true })).errors).toContain('  It offers: php, generic.\n');
  });
});

describe.each(['php', 'java', 'generic'])('keys of %s', (type) => {
  const service = types.indexOf(type) + 1;

  test('are uploaded from a file, and counted', async () => {
    director.on('addAuthorizedKeys', () => ({ added: 2 }));
    await writeFile(join(folder, 'keys'), 'ssh-ed25519 AAAA a\nssh-ed25519 BBBB b\n');
    expect(await run(director, `${type} upload_key shop ${service} ${join(folder, 'keys')}`)).toEqual(
      done('2 keys added to authorized_keys.\n'),
    );
    expect(bodyOf('addAuthorizedKeys')).toEqual({ keys: 'ssh-ed25519 AAAA a\nssh-ed25519 BBBB b\n' });
    expect(await run(director, `${type} upload_key shop ${service} ${join(folder, 'none')}`)).toEqual(
      failed(`ERROR: Cannot upload key: filename '${join(folder, 'none')}' not found or access is denied\n`),
    );
  });

  test('are listed one per line', async () => {
    director.on('listAuthorizedKeys', () => ({ keys: ['ssh-ed25519 AAAA a', 'ssh-ed25519 BBBB b'] }));
    expect(await run(director, `${type} list_keys shop ${service}`)).toEqual(
      done('ssh-ed25519 AAAA a\nssh-ed25519 BBBB b\n'),
    );
  });
});

describe('weights', () => {
  beforeEach(() => {
    director.nodes = [
      aNode({ id: 'packed', address: '127.0.1.2', weights: { web: 100, backend: 50 } }),
      aNode({ id: 'alone', address: '127.0.1.3', roles: ['backend'] }),
    ];
    director.on('setWeights', () => undefined);
  });

  test('are listed by role', async () => {
    const lines = [
      'role    agent_id ip        weight',
      '---------------------------------',
      'web     packed   127.0.1.2    100',
      'backend packed   127.0.1.2     50',
      'backend alone    127.0.1.3    100',
    ];
    expect(await run(director, 'php list_weights shop 1')).toEqual(done(`${lines.join('\n')}\n`));
  });

  test.each([
    ['packed 0', { web: { packed: 0 }, backend: { packed: 0, alone: 100 } }],
    ['packed 256 --role web', { web: { packed: 256 }, backend: { packed: 50, alone: 100 } }],
    ['alone 7', { web: { packed: 100 }, backend: { packed: 50, alone: 7 } }],
  ])('change for one node, the others keep theirs: %s', async (words, body) => {
    const [id, weight] = words.split(' ');
    expect(await run(director, `php set_weight shop 1 ${words}`)).toEqual(
      done(`Weight of node '${id}' set to ${weight}.\n`),
    );
    expect(bodyOf('setWeights')).toEqual(body);
  });

  test.each(['alone 1 --role web', 'none 1'])('are not set for a node without that role: %s', async (words) => {
    expect((await run(director, `php set_weight shop 1 ${words}`)).status).toBe(1);
    expect(bodyOf('setWeights')).toBeUndefined();
  });

  test.each(['257', '-1', '1.5', 'x'])('are whole numbers from 0 to 256, and not %s', async (weight) => {
    expect(await run(director, `php set_weight shop 1 packed ${weight}`)).toMatchObject({ status: 2 });
  });
});

describe('generic', () => {
  test('create_volume and delete_volume print their sentences', async () => {
    expect(await run(director, 'generic create_volume shop data 1024 local0000aaaa')).toEqual(
      done("Creating volume 'data' and attaching it to node 'local0000aaaa'...  done.\n"),
    );
    expect(bodyOf('createVolume')).toEqual({ name: 'data', size: 1024, agentId: 'local0000aaaa' });
    expect(await run(director, 'generic delete_volume shop data')).toEqual(
      done("Detaching volume 'data' and deleting it...  done.\n"),
    );
    director.outcome = {
      state: 'failed',
      error: new ConpaasError('STORAGE_FULL', { place: 'x' }).toBody(),
      result: null,
      asks: 0,
    };
    expect(await run(director, 'generic create_volume shop data 1024 n')).toMatchObject({
      status: 1,
      out: "Creating volume 'data' and attaching it to node 'n'...  FAILED!\n",
    });
    expect((await run(director, 'generic delete_volume shop data', { answer: '' })).errors).toMatch(
      /^Delete volume 'data' with what is on it\? \[y\/N\] ERROR: /,
    );
    expect(await run(director, 'generic create_volume shop data 0 n')).toMatchObject({ status: 2 });
  });

  test('list_volumes prints the table of the reference, of one service', async () => {
    const volume = { id: 'v', aid: 1, cloud: 'local', device: 'sdb', path: '/media/data', kept: '' };
    director.on('listVolumes', () => [
      { ...volume, name: 'data', sid: 5, size: 1024, agentId: 'local1' },
      { ...volume, name: 'other', sid: 3, size: 1, agentId: 'local2' },
    ]);
    const lines = [
      'aid sid vol_name vol_size agent_id cloud',
      '----------------------------------------',
      '  1   5 data         1024 local1   local',
    ];
    expect(await run(director, 'generic list_volumes shop generic')).toEqual(done(`${lines.join('\n')}\n`));
    director.on('listVolumes', () => []);
    expect(await run(director, 'generic list_volumes shop generic')).toEqual(done('No existing storage volumes.\n'));
  });

  test.each([
    ['run', "Service started executing 'run.sh' on all the agents.\n"],
    [
      'interrupt',
      "Service started executing 'interrupt.sh' on all the agents or killing all scripts if 'interrupt.sh' is already running.\n",
    ],
    ['cleanup', "Service started executing 'cleanup.sh' on all the agents.\n"],
  ])('%s asks the manager to execute the script', async (command, text) => {
    answering({ state: 'RUNNING' });
    expect(await run(director, `generic ${command} shop generic -p 'a b'`)).toEqual(done(text));
    expect(called()).toEqual(['execute_script', { command, parameters: 'a b' }]);
  });

  test('run without parameters sends none, and a refusal of the manager is told word for word', async () => {
    answering({ state: 'RUNNING' });
    await run(director, 'generic run shop generic');
    expect(called()).toEqual(['execute_script', { command: 'run' }]);
    director.on('callServiceMethod', () => {
      throw new ConpaasError('SCRIPTS_RUNNING');
    });
    expect(await run(director, 'generic run shop generic')).toEqual(
      failed(
        'ERROR: Scripts are still running inside at least one agent. Please wait for them to finish execution or ' +
          "call 'interrupt' first.\n",
      ),
    );
  });

  test('get_script_status has five lines for each agent', async () => {
    const never = 'NEVER STARTED';
    const status = {
      'run.sh': 'RUNNING',
      'init.sh': 'STOPPED (return code 0)',
      'notify.sh': never,
      'interrupt.sh': never,
      'cleanup.sh': never,
    };
    answering({ agents: { local1: status, local2: status } });
    const lines =
      '  init.sh\tSTOPPED (return code 0)\n  notify.sh\tNEVER STARTED\n  run.sh\tRUNNING\n' +
      '  interrupt.sh\tNEVER STARTED\n  cleanup.sh\tNEVER STARTED\n';
    expect(await run(director, 'generic get_script_status shop generic')).toEqual(
      done(`Agent local1:\n${lines}Agent local2:\n${lines}`),
    );
    answering({ agents: {} });
    expect(await run(director, 'generic get_script_status shop generic')).toEqual(
      done('No generic agents are running.\n'),
    );
  });

  test('says so where a manager answers something else', async () => {
    answering('what?');
    expect(await run(director, 'generic get_script_status shop generic')).toEqual(
      failed('ERROR: Error when calling method get_script_status: its result has another form\n'),
    );
  });
});

describe('helloworld', () => {
  test('get_helloworld prints the text', async () => {
    answering({ helloworld: 'Received hello from local1\nReceived hello from local2\n' });
    expect(await run(director, 'helloworld get_helloworld shop helloworld')).toEqual(
      done('Received hello from local1\nReceived hello from local2\n'),
    );
    expect(called()).toEqual(['get_helloworld', {}]);
  });

  test.each(['helloworld', 'flink', 'generic'])('%s counts nodes of its default role', async (type) => {
    await run(director, `${type} add_nodes shop ${type} --count 2`);
    expect(bodyOf('addNodes')).toEqual({ nodes: { count: 2 } });
  });
});

describe('mysql', () => {
  test('set_password, dump and their sentences', async () => {
    answering({});
    expect(await run(director, 'mysql set_password shop mysql', { secrets: ['secret'] })).toEqual(
      done("MySQL password successfully updated for user 'mysqldb'.\n"),
    );
    expect(called()).toEqual(['set_password', { user: 'mysqldb', password: 'secret' }]);
    answering('-- MySQL dump\n');
    expect(await run(director, 'mysql dump shop mysql')).toEqual(done('-- MySQL dump\n'));
  });

  test('a password of --password before the command is not taken for the one to set', async () => {
    answering({});
    await run(director, '--password mine mysql set_password shop mysql -p theirs');
    expect(called()).toEqual(['set_password', { user: 'mysqldb', password: 'theirs' }]);
  });

  test('load_dump cannot be done yet, and says so', async () => {
    await writeFile(join(folder, 'dump.sql'), '--');
    expect(await run(director, `mysql load_dump shop mysql ${join(folder, 'dump.sql')}`)).toEqual(
      failed('ERROR: load_dump method not currently supported for this service\n'),
    );
    expect((await run(director, `mysql load_dump shop mysql ${join(folder, 'none')}`)).errors).toMatch(
      /^ERROR: Cannot load dump: filename '.*' not found or access is denied\n$/,
    );
  });

  test('nodes are of the roles mysql and glb', async () => {
    await run(director, 'mysql add_nodes shop mysql --glb 1');
    expect(bodyOf('addNodes')).toEqual({ nodes: { glb: 1 } });
    await run(director, 'mysql remove_nodes shop mysql');
    expect(bodyOf('removeNodes')).toEqual({ nodes: { mysql: 1 } });
  });
});

describe('xtreemfs', () => {
  test.each([
    ['list_xfs_volumes shop xtreemfs', { volumes: 'data\n' }, 'data\n', ['listVolumes', {}]],
    [
      'add_xfs_volume shop xtreemfs data',
      {},
      "XtreemFS volume 'data' has been successfully added.\n",
      ['createVolume', { volumeName: 'data' }],
    ],
    [
      'remove_xfs_volume shop xtreemfs data',
      {},
      "XtreemFS volume 'data' has been successfully removed.\n",
      ['deleteVolume', { volumeName: 'data' }],
    ],
    [
      'list_policies shop xtreemfs osd_sel',
      { policies: 'DEFAULT, FQDN' },
      'DEFAULT, FQDN\n',
      ['list_osd_sel_policies', {}],
    ],
    [
      'set_policy shop xtreemfs replica_sel FQDN data',
      { stdout: 'Updated.\n' },
      'Updated.\n',
      ['set_replica_sel_policy', { volumeName: 'data', policy: 'FQDN' }],
    ],
    [
      'set_policy shop xtreemfs replication ronly data --factor 2',
      { stdout: 'ok' },
      'ok\n',
      ['set_replication_policy', { volumeName: 'data', policy: 'ronly', factor: 2 }],
    ],
    [
      'set_policy shop xtreemfs striping RAID0 data --width 2 --size 128',
      { stdout: 'ok' },
      'ok\n',
      ['set_striping_policy', { volumeName: 'data', policy: 'RAID0', width: 2, 'stripe-size': 128 }],
    ],
    [
      'set_osd_size shop xtreemfs 2048',
      { osd_volume_size: 2048 },
      'OSD volume size is now 2048 MBs.\n',
      ['set_osd_size', { size: 2048 }],
    ],
  ])('%s', async (words, result, out, method) => {
    answering(result);
    expect(await run(director, `xtreemfs ${words}`)).toEqual(done(out));
    expect(called()).toEqual(method);
  });

  test.each([
    ['replication ronly data', 'factor', 'replication'],
    ['striping RAID0 data --size 128', 'width', 'striping'],
    ['striping RAID0 data --width 2', 'size', 'striping'],
  ])('set_policy %s lacks a parameter', async (words, parameter, type) => {
    expect(await run(director, `xtreemfs set_policy shop xtreemfs ${words}`)).toEqual(
      failed(`ERROR: The '${parameter}' parameter is mandatory for the ${type} policy type.\n`),
    );
  });

  test.each(['0', '-5'])('set_osd_size %s is refused', async (size) => {
    expect(await run(director, `xtreemfs set_osd_size shop xtreemfs ${size}`)).toEqual(
      failed(`ERROR: Cannot resize a volume to ${size} MB.\n`),
    );
  });

  test.each([
    [
      'get_client_cert shop xtreemfs pass Y FILE',
      'Client',
      ['get_client_cert', { passphrase: 'pass', adminflag: true }],
    ],
    [
      'get_user_cert shop xtreemfs ann staff pass no FILE',
      'User',
      ['get_user_cert', { user: 'ann', group: 'staff', passphrase: 'pass', adminflag: false }],
    ],
  ])('%s writes a file that only its owner reads', async (words, who, method) => {
    const file = join(folder, 'cert.p12');
    answering({ cert: Buffer.from('PKCS').toString('base64') });
    expect(await run(director, `xtreemfs ${words.replace('FILE', file)}`)).toEqual(
      done(`${who} certificate '${file}' has been successfully created.\n`),
    );
    expect(called()).toEqual(method);
    expect(await readFile(file, 'utf8')).toBe('PKCS');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});
