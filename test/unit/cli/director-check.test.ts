import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Check } from '../../../director/contract/check.ts';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { InMemoryDirector } from './in-memory-director.ts';
import { run } from './run.ts';

let director: InMemoryDirector;
beforeEach(() => {
  director = new InMemoryDirector();
});
const done = (out: string) => ({ status: 0, out, errors: '' });
const failed = (errors: string, out = '') => ({ status: 1, out, errors });
const bodyOf = (name: string) => director.calls.find((call) => call.name === name)?.input.body;

const aCheck = (change: Partial<Check>): Check => ({
  name: 'clock',
  title: 'System time',
  state: 'passed',
  found: 'it agrees',
  wanted: 'at most 5 s off',
  cause: '',
  fix: '',
  detail: null,
  ...change,
});

describe('director check', () => {
  test('has a line for each check that passed or does not apply, and exits with 0', async () => {
    director.outcome.result = {
      checks: [aCheck({}), aCheck({ title: 'Network', state: 'not applicable', found: 'nothing runs' })],
    };
    expect(await run(director, 'director check')).toEqual(
      done('OK: System time: it agrees\n-: Network: nothing runs\n'),
    );
    expect(director.reachedWith.map(({ onDirectorsMachine }) => onDirectorsMachine)).toEqual([true]);
  });

  test('tells what is wanted, the cause and the fix of what is wrong, and exits with 1 where a check failed', async () => {
    const wrong = { found: '900 s behind', cause: 'certificates look not yet valid', fix: 'set the clock by NTP' };
    director.outcome.result = {
      checks: [aCheck({}), aCheck({ ...wrong, state: 'failed', detail: 'one\ntwo' })],
    };
    const text =
      'OK: System time: it agrees\nE: System time: 900 s behind\n\twanted: at most 5 s off\n' +
      '\tcause: certificates look not yet valid\n\tfix: set the clock by NTP\n\t| one\n\t| two\n';
    expect(await run(director, 'director check')).toEqual(failed('ERROR: 1 of 2 checks failed.\n', text));
    director.outcome.result = { checks: [aCheck({ ...wrong, state: 'warning' })] };
    expect(await run(director, 'director check')).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^W: System time: 900 s behind\n/),
    });
  });

  test('tells why the checks could not be made', async () => {
    const error = new ConpaasError('OPERATION_INTERRUPTED').toBody();
    director.outcome = { state: 'interrupted', error, result: null, asks: 0 };
    expect((await run(director, 'director check')).errors).toMatch(/^ERROR: The Director ended while/);
  });
});

describe('settings of the Director', () => {
  const settings = {
    phpRuntime: 'auto',
    archiveLimitBytes: 1000,
    archiveLimitFiles: 10,
    onQuit: 'ask',
    hostName: null,
    registration: false,
    creditsEnabled: true,
    newUserCredit: 50,
    maxCredit: 50,
    deploymentName: 'conpaas',
    timeReference: 'https://time.example.org',
  };
  beforeEach(() => {
    director.on('getSettings', () => settings);
    director.on('updateSettings', ({ body }) => ({ ...settings, ...(body as object) }));
  });

  test('are printed as key: value lines', async () => {
    expect(await run(director, 'director get_settings')).toEqual(
      done(
        'phpRuntime: auto\narchiveLimitBytes: 1000\narchiveLimitFiles: 10\nonQuit: ask\nhostName: None\n' +
          'deploymentName: conpaas\ntimeReference: https://time.example.org\n' +
          'registration: False\ncreditsEnabled: True\nnewUserCredit: 50\nmaxCredit: 50\n',
      ),
    );
  });

  test('are changed with the types that they have', async () => {
    expect(
      await run(director, 'director set_settings registration=True maxCredit=99 hostName=conpaas.example.org'),
    ).toEqual(done('registration: True\nmaxCredit: 99\nhostName: conpaas.example.org\n'));
    expect(bodyOf('updateSettings')).toEqual({ registration: true, maxCredit: 99, hostName: 'conpaas.example.org' });
    for (const nothing of ['', 'None'])
      expect((await run(director, `director set_settings hostName=${nothing}`)).out).toBe('hostName: None\n');
  });

  test('that are texts stay texts, though they look like numbers', async () => {
    await run(director, 'director set_settings deploymentName=a42 hostName=42');
    expect(bodyOf('updateSettings')).toEqual({ deploymentName: 'a42', hostName: '42' });
  });

  test('that do not exist are refused before anything is changed', async () => {
    expect(await run(director, 'director set_settings maxCredit=9 max=1')).toEqual(
      failed("ERROR: Unknown setting 'max'\n"),
    );
    expect(director.calls).toEqual([]);
  });
});

describe('director import', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cps-import-'));
    file = join(folder, 'director.cfg');
    await writeFile(file, '[conpaas]\nMAX_CREDIT = 9\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const taken = [{ section: 'conpaas', key: 'MAX_CREDIT', value: '9', message: 'is the most credit of a new user' }];
  const meaningless = [{ section: 'conpaas', key: 'LOG_FILE', value: null, message: 'has a place of its own' }];
  const wrong = [{ section: 'iaas', key: null, value: null, message: 'Missing ec2 config param USER' }];
  const text =
    'Taken:\n\t[conpaas] MAX_CREDIT = 9: is the most credit of a new user\n' +
    'Without meaning here:\n\t[conpaas] LOG_FILE: has a place of its own\n';

  test('tells what would be taken, and takes it with --apply', async () => {
    director.on('importConfiguration', ({ body }) => {
      const { apply } = body as { apply: boolean };
      return { applied: apply, taken, meaningless, wrong: [] };
    });
    expect(await run(director, `director import ${file}`)).toEqual(
      done(`${text}Nothing was changed. To take this over, add --apply.\n`),
    );
    expect(bodyOf('importConfiguration')).toEqual({ text: '[conpaas]\nMAX_CREDIT = 9\n', apply: false });
    expect(await run(director, `director import ${file} --apply`)).toEqual(done(text));
  });

  test('exits with 1 where the file is wrong, and where it cannot be read', async () => {
    director.on('importConfiguration', () => ({ applied: false, taken: [], meaningless: [], wrong }));
    expect(await run(director, `director import ${file}`)).toEqual(
      failed('ERROR: 1 lines of the file are wrong.\n', 'Wrong:\n\t[iaas]: Missing ec2 config param USER\n'),
    );
    expect((await run(director, `director import ${file}x`)).errors).toBe(
      `ERROR: Cannot import configuration: filename '${file}x' not found or access is denied\n`,
    );
  });
});

describe('cloud list_resources', () => {
  test('prints the table of the reference', async () => {
    const resource = {
      uid: 1,
      aid: 7,
      application: 'shop',
      sid: null,
      cloud: 'local',
      name: '',
      state: 'running',
      charged: 1,
      created: '2026-03-04T05:06:07.000Z',
    };
    director.on('listResources', () => [
      { ...resource, rid: 9, vmid: '0aaa', kind: 'manager', address: '127.0.1.1' },
      { ...resource, rid: 10, vmid: '0bbb', kind: 'agent', sid: 1, address: null },
    ]);
    const lines = [
      'rid app_id vmid ip        role    cloud',
      '---------------------------------------',
      '  9      7 0aaa 127.0.1.1 manager local',
      ' 10      7 0bbb None      agent   local',
    ];
    expect(await run(director, 'cloud list_resources')).toEqual(done(`${lines.join('\n')}\n`));
    director.on('listResources', () => []);
    expect(await run(director, 'cloud list_resources')).toEqual(done('No existing resources\n'));
  });
});
