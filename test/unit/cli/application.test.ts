import { beforeEach, describe, expect, test } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { anApplication, aRunningApplication, InMemoryDirector } from './in-memory-director.ts';
import { run } from './run.ts';

let director: InMemoryDirector;
beforeEach(() => {
  director = new InMemoryDirector();
  director.applications = [anApplication({ name: 'New Application' }), aRunningApplication({ aid: 12 })];
});

const done = (out: string) => ({ status: 0, out, errors: '' });
const failed = (errors: string, out = '') => ({ status: 1, out, errors });

describe('cps-tools application', () => {
  test('create prints the name and the id', async () => {
    expect(await run(director, 'application create wiki')).toEqual(done("Application 'wiki' created with id 3.\n"));
  });

  test('create tells what the Director refuses', async () => {
    director.on('createApplication', () => {
      throw new ConpaasError('NAME_TAKEN', { name: 'wiki' });
    });
    const text = 'ERROR: Application name "wiki" is already taken\n';
    expect(await run(director, 'application create wiki')).toEqual(failed(text));
  });

  test('list prints the table of the reference', async () => {
    const lines = [
      'aid name            manager   cloud status ',
      '-------------------------------------------',
      '  1 New Application None      None  INIT   ',
      ' 12 shop            127.0.1.1 local RUNNING',
    ];
    expect(await run(director, 'application list')).toEqual(done(`${lines.join('\n')}\n`));
  });

  test('list says that there are none', async () => {
    director.applications = [];
    expect(await run(director, 'application list')).toEqual(done('No existing applications.\n'));
  });

  test('rename prints the old and the new name', async () => {
    expect(await run(director, "application rename shop 'the shop'")).toEqual(
      done("Application with id 12 has been renamed from 'shop' to 'the shop'.\n"),
    );
  });

  test('start and delete print their sentences when all is done', async () => {
    expect(await run(director, "application start 'New Application'")).toEqual(
      done("Application 'New Application' with id 1 is starting...  done.\n"),
    );
    expect(await run(director, 'application delete 12')).toEqual(
      done("Application 'shop' with id 12 has been deleted.\n"),
    );
    expect(await run(director, 'application stop 12')).toEqual(done("Application 'shop' with id 12 was stopped.\n"));
  });

  test('start passes the cloud on, and leaves the choice to the Director for "default"', async () => {
    await run(director, 'application start 1 -c other');
    await run(director, 'application start --cloud default 1');
    const bodies = director.calls.filter(({ name }) => name === 'startApplication').map(({ input }) => input.body);
    expect(bodies).toEqual([{ cloud: 'other' }, {}]);
  });

  test('a failed start prints FAILED!, the reason, and exits with 1', async () => {
    const error = new ConpaasError('INSTANCE_START_FAILED', { name: 'm', why: 'no memory' }).toBody();
    director.outcome = { state: 'failed', error, result: null, asks: 0 };
    expect(await run(director, 'application start 1')).toEqual(
      failed(
        'ERROR: The instance m did not start: no memory.\n',
        "Application 'New Application' with id 1 is starting...  FAILED!\n",
      ),
    );
  });

  test('get_log prints the log of the manager', async () => {
    director.on('getApplicationLog', () => 'one\ntwo\n');
    expect(await run(director, 'application get_log 12')).toEqual(done('one\ntwo\n'));
  });

  test('get_info prints the states, nodes and volumes', async () => {
    const info = { states: { 0: 'RUNNING', 1: 'INIT' }, nodes: ['local1', 'local2'], volumes: ['data'] };
    director.on('getApplicationInfo', () => info);
    expect((await run(director, 'application get_info 12')).out).toBe(
      'Application name: shop\nApplication id: 12\nManager states:\n\tApplication manager: RUNNING\n' +
        '\tService manager 1: INIT\nNodes:\n\tlocal1\n\tlocal2\nVolumes:\n\tdata\n',
    );
  });

  test.each([
    ['stop nothing', "Unknown application name 'nothing'"],
    ['stop 5', 'Unknown application id 5'],
    ['stop -1', 'Unknown application id -1'],
    ['stop same', "2 applications match the application name 'same'"],
  ])('%s: %s', async (words, text) => {
    director.applications.push(anApplication({ aid: 20, name: 'same' }), anApplication({ aid: 21, name: 'same' }));
    // "--" lets a name begin with a dash.
    expect(await run(director, `application ${words.replace(' -', ' -- -')}`)).toEqual(failed(`ERROR: ${text}\n`));
  });

  test('says that there are no applications to choose from', async () => {
    director.applications = [];
    expect(await run(director, 'application stop x')).toEqual(failed('ERROR: No existing applications.\n'));
  });
});

describe('questions before something is destroyed', () => {
  test('are asked of a person, and anything but yes leaves all as it is', async () => {
    const outcome = await run(director, 'application delete 12', { answer: 'no' });
    expect(outcome.errors).toBe(
      "Delete application 'shop' with its services, code and data? [y/N] " +
        'ERROR: Nothing was done: the question was not answered with yes.\n',
    );
    expect(outcome.status).toBe(1);
    expect(director.operations.size).toBe(0);
  });

  test('are taken back by y or yes', async () => {
    for (const answer of ['y', 'YES ']) {
      expect(await run(director, 'application stop 12', { answer })).toMatchObject({ status: 0 });
    }
    expect(director.operations.size).toBe(2);
  });

  test('are left out with --yes, and for an application that does not run', async () => {
    expect((await run(director, 'application delete -y 12', { answer: '' })).errors).toBe('');
    expect((await run(director, 'application stop 1', { answer: '' })).errors).toBe('');
  });
});
