import { beforeEach, describe, expect, test } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import {
  aNode,
  anApplication,
  aRunningApplication,
  aService,
  aVersion,
  InMemoryDirector,
} from './in-memory-director.ts';
import { type RunOptions, run } from './run.ts';

let director: InMemoryDirector;
beforeEach(() => {
  director = new InMemoryDirector();
  director.applications = [
    anApplication({ name: 'New Application' }),
    aRunningApplication({ aid: 12 }),
    anApplication({ aid: 13, name: 'same' }),
    anApplication({ aid: 14, name: 'same' }),
    anApplication({ aid: 15, name: '77' }),
  ];
  director.services = [
    aService({ aid: 12, sid: 1, name: 'front' }),
    aService({ aid: 12, sid: 2, name: 'db', type: 'mysql' }),
  ];
  director.versions = [aVersion(), aVersion({ codeVersionId: 'code-new', current: false })];
  director.nodes = [aNode()];
});

const valuesIn = (out: string) =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t')[0]);

/** What zsh and fish get for the words, of which the last one may be begun. */
async function after(words: string, options: RunOptions = {}) {
  const outcome = await run(director, `complete fish -- ${words}`, options);
  expect(outcome).toMatchObject({ status: 0, errors: '' });
  return valuesIn(outcome.out);
}
/** What bash gets for a line up to the cursor; `replaced` is the end of its last word, from the last ":" or "=" on. */
async function inBash(line: string, replaced = /[^\s:=]*$/.exec(line)?.[0] ?? ''): Promise<string[]> {
  const outcome = await run(director, ['complete', 'bash', '--', line, replaced]);
  return outcome.out.split('\n').filter(Boolean);
}

describe('completion of what the program knows', () => {
  test('offers groups, commands and options with what they are', async () => {
    expect(await after("''")).toEqual(expect.arrayContaining(['user', 'application', 'flink', 'completion', 'help']));
    expect(await after("application ''")).toEqual(
      expect.arrayContaining(['create', 'manifest', 'get_manifest', 'help']),
    );
    expect(await after('application start -')).toEqual(
      expect.arrayContaining(['--cloud', '--timeout', '--json', '--help']),
    );
    expect(await after('-')).toEqual(expect.arrayContaining(['--director_url', '--conf_file']));
    expect((await run(director, "complete fish -- application ''")).out).toContain('start\tstart an application\n');
    expect(director.calls).toEqual([]);
  });

  test('looks past options and their values', async () => {
    const all = await after("application ''");
    expect(await after("--debug --director_url x application ''")).toEqual(all);
    expect(await after("--director_url=x application ''")).toEqual(all);
  });

  test('offers the choices of an argument or an option, and files where files are meant', async () => {
    expect(await after("php debug shop front ''")).toEqual(['on', 'off']);
    expect(await after("php set_weight shop front n 1 --role ''")).toEqual(['web', 'backend']);
    expect(await after('php set_weight shop front n 1 --role=b')).toEqual(['--role=web', '--role=backend']);
    for (const words of ['php upload_code shop front', 'application manifest', '--conf_file'])
      expect((await run(director, `complete fish -- ${words} ''`)).out).toBe('\tfiles\n');
  });

  test('offers nothing behind the last argument, for free text, or for what does not exist', async () => {
    for (const words of ["application start shop ''", "application create ''", "nothing ''", "php nothing ''"])
      expect(await after(words)).toEqual(words === "nothing ''" ? await after("''") : expect.anything());
    expect(await after("application start shop ''")).toEqual([]);
    expect(await after("application create ''")).toEqual([]);
  });

  test('offers no options behind "--"', async () => {
    expect(await after('application start -- -')).not.toContain('--cloud');
  });

  test('of a short program begins with its commands', async () => {
    expect(await after("''", { program: 'php' })).toEqual(expect.arrayContaining(['list', 'upload_code', 'help']));
    expect(await after("debug shop front ''", { program: 'php' })).toEqual(['on', 'off']);
  });
});

describe('completion of what the Director knows', () => {
  test('offers names, and ids where a name would be taken for something else', async () => {
    expect(await after("application start ''")).toEqual(['New Application', 'shop', '13', '14', '15']);
    expect(await after("service start shop ''")).toEqual(['front', 'db']);
    expect(await after("php start shop ''")).toEqual(['front']);
    expect(await after("php enable_code 12 front ''")).toEqual(['code-default', 'code-new']);
    expect(await after("php replace_node shop front ''")).toEqual(['local0000aaaa']);
    expect(await after("php download_code shop front -v ''")).toEqual(['code-default', 'code-new']);
    expect(await after("service add ''")).toEqual(director.types);
  });

  test('says what each is, without what would steer a terminal', async () => {
    director.applications = [anApplication({ name: 'evil\u001b[2J' }), anApplication({ aid: 2, name: 'wiki' })];
    expect((await run(director, "complete zsh -- application start ''")).out).toBe('wiki\tINIT\n');
  });

  test('falls silent where something before does not exist, or the Director does not answer', async () => {
    expect(await after("php start nothing ''")).toEqual([]);
    director.on('listApplications', () => {
      throw new ConpaasError('DIRECTOR_UNREACHABLE', { url: 'x', why: 'y' });
    });
    expect(await after("application start ''")).toEqual([]);
  });

  test('asks the Director that the line names', async () => {
    await after("--director_url elsewhere --data-dir /data user add_credit ''");
    expect(director.reachedWith[0]).toMatchObject({
      directorUrl: 'elsewhere',
      directorUrlGiven: true,
      dataDirectory: '/data',
      onDirectorsMachine: true,
    });
  });
});

describe('completion in bash', () => {
  test('gives only what goes on as the word began', async () => {
    expect(await inBash('cps-tools app')).toEqual(['application']);
    expect(await inBash('cps-tools nothing')).toEqual([]);
  });

  test.each([
    ['cps-tools application start N', 'New\\ Application'],
    ['cps-tools application start New\\ A', 'New\\ Application'],
    ["cps-tools application start 'New A", 'New Application'],
    ['cps-tools application start "Ne', 'New Application'],
  ])('quotes as the line does: %s', async (line, expected) => {
    const replaced = /start ["']?(.*)$/.exec(line)?.[1] ?? '';
    expect(await inBash(line, replaced)).toEqual([expected]);
  });

  test('leaves out what stands before the last ":" or "=", which bash keeps', async () => {
    director.applications = [anApplication({ name: 'a:bc' })];
    expect(await inBash('cps-tools application start a:b', 'b')).toEqual(['bc']);
    expect(await inBash('cps-tools php set_weight a b c 1 --role=w', 'w')).toEqual(['web']);
    expect(await inBash('cps-tools php set_weight a b c 1 --role=', '')).toEqual(['web', 'backend']);
  });

  test('reads names with spaces before the word', async () => {
    director.services = [aService({ name: 'my site' })];
    expect(await inBash('cps-tools php start New\\ Application ')).toEqual(['my\\ site']);
    expect(await inBash('cps-tools php start "New Application" my')).toEqual(['my\\ site']);
  });
});
