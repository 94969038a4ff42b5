import { beforeEach, describe, expect, test } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { anApplication, InMemoryDirector } from './in-memory-director.ts';
import { run } from './run.ts';

let director: InMemoryDirector;
beforeEach(() => {
  director = new InMemoryDirector();
  director.applications = [anApplication()];
  director.outcome.asks = 1;
});
const goesOn = (why: string) =>
  `ERROR: Waiting ended ${why}; the operation goes on.\n` +
  "Watch it with 'cps-tools task wait op-1', or end it with 'cps-tools task cancel op-1'.\n";
const started = "Application 'shop' with id 1 is starting...  ";

describe('a command that waits', () => {
  test('asks until the operation ends', async () => {
    director.outcome.asks = 3;
    expect((await run(director, 'application start 1')).out).toBe(`${started}done.\n`);
    expect(director.calls.filter(({ name }) => name === 'getOperation')).toHaveLength(3);
  });

  test('ends with its time limit and leaves the operation running', async () => {
    director.outcome.asks = 1000;
    expect(await run(director, 'application start 1 --timeout 1')).toEqual({
      status: 1,
      out: `${started}\n`,
      errors: goesOn('after 1 s'),
    });
    expect(director.calls.some(({ name }) => name === 'cancelOperation')).toBe(false);
  });

  test('takes a limit longer than timers are', async () => {
    expect((await run(director, 'application start 1 --timeout 99999999')).status).toBe(0);
  });

  test('ends with Ctrl-C, status 130, and leaves the operation running', async () => {
    director.outcome.asks = 1000;
    const onWaiting = (interrupt: () => void) => setImmediate(interrupt);
    expect(await run(director, 'application start 1', { onWaiting })).toEqual({
      status: 130,
      out: `${started}\n`,
      errors: goesOn('by Ctrl-C'),
    });
    expect(director.calls.some(({ name }) => name === 'cancelOperation')).toBe(false);
  });

  test('goes on through a restart of the Director', async () => {
    let away = 1;
    const ask = director.answer.bind(director);
    director.answer = (request) => {
      if (request.path.startsWith('/api/operations') && away-- > 0)
        throw new ConpaasError('DIRECTOR_UNREACHABLE', { url: '', why: 'restarting' });
      return ask(request);
    };
    expect(await run(director, 'application start 1')).toMatchObject({
      status: 0,
      out: `${started}done.\n`,
      errors: '',
    });
  });

  test('does not say FAILED! when it cannot know', async () => {
    director.on('getOperation', () => {
      throw new ConpaasError('FORBIDDEN', { role: 'user', route: 'x' });
    });
    expect((await run(director, 'application start 1')).out).toBe(`${started}\n`);
  });

  test('tells that somebody else cancelled the operation', async () => {
    director.outcome.state = 'cancelled';
    expect(await run(director, 'application start 1')).toEqual({
      status: 1,
      out: `${started}FAILED!\n`,
      errors: 'ERROR: The operation was cancelled.\n',
    });
  });

  test('tells the steps with --debug', async () => {
    director.on('getOperation', () => ({
      ...director.operations.get('op-1'),
      state: 'succeeded',
      steps: [{ name: 'Make it so', state: 'done', started: null, finished: null }],
    }));
    expect((await run(director, '--debug application start 1')).errors).toContain('DEBUG - Make it so: done\n');
  });
});

describe('with --json', () => {
  test('the last state of the operation is all that is printed', async () => {
    const { out, status } = await run(director, 'application start 1 --json');
    expect(JSON.parse(out)).toMatchObject({ id: 'op-1', state: 'succeeded', percent: 100 });
    expect(status).toBe(0);
  });

  test('a failed operation is printed, and its error on the error stream', async () => {
    const error = new ConpaasError('INSTANCE_START_FAILED', { name: 'm', why: 'no memory' }).toBody();
    director.outcome = { ...director.outcome, state: 'failed', error };
    const { out, errors, status } = await run(director, '--json application start 1');
    expect(JSON.parse(out)).toMatchObject({ state: 'failed', error });
    expect(JSON.parse(errors)).toEqual({ error });
    expect(status).toBe(1);
  });
});

describe('cps-tools task', () => {
  beforeEach(() => run(director, 'application start 1 --json'));

  test('list prints a table', async () => {
    const [header, , row] = (await run(director, 'task list')).out.split('\n');
    expect(header).toBe('id   state     percent created             title              ');
    expect(row).toMatch(/^op-1 succeeded {5}100 2026-03-0\d \d\d:\d\d:07 Do startApplication$/);
    director.operations.clear();
    expect((await run(director, 'task list')).out).toBe('No existing tasks.\n');
  });

  test('show prints the steps and the log', async () => {
    const { out } = await run(director, 'task show op-1');
    expect(out).toMatch(/^id: op-1\ntitle: Do startApplication\nstate: succeeded\npercent: 100\ncreated: 2026/);
    expect(out).toMatch(/steps:\n\tMake it so: running\nlog:\n\t2026-\S+ \S+ It began\.\n$/);
  });

  test('wait follows to the end', async () => {
    expect((await run(director, 'task wait op-1')).out).toBe('Do startApplication...  done.\n');
  });

  test('cancel waits until the operation has ended', async () => {
    director.outcome = { ...director.outcome, state: 'cancelled' };
    await run(director, 'application start 1 --json');
    director.on('cancelOperation', () => ({ ...director.operations.get('op-1'), id: 'op-2', state: 'cancelling' }));
    expect(await run(director, 'task cancel op-2')).toMatchObject({
      status: 0,
      out: "Task 'op-2' ended: cancelled.\n",
    });
  });

  test('an unknown task is told by the Director', async () => {
    expect((await run(director, 'task show nothing')).errors).toBe('ERROR: There is no operation nothing.\n');
  });
});
