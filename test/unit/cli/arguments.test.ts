import { beforeEach, describe, expect, test } from 'vitest';
import { groups } from '../../../director/cli/groups.ts';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { anApplication, InMemoryDirector } from './in-memory-director.ts';
import { run } from './run.ts';

let director: InMemoryDirector;
beforeEach(() => {
  director = new InMemoryDirector();
  director.applications = [anApplication()];
});

describe('wrong arguments end with the usage, ERROR and status 2', () => {
  test.each([
    ['', 'usage: cps-tools [options] [command]', 'too few arguments'],
    ['application', 'usage: cps-tools application [options] [command]', 'too few arguments'],
    ['nothing', 'usage: cps-tools [options] [command]', "unknown command 'nothing'"],
    ['php nothing', 'usage: cps-tools php [options] [command]', "unknown command 'nothing'"],
    ['--nothing application list', 'usage: cps-tools [options] [command]', "unknown option '--nothing'"],
    [
      'application create',
      'usage: cps-tools application create [options] <appl_name>',
      "missing required argument 'appl_name'",
    ],
    [
      'application create a b',
      'usage: cps-tools application create [options] <appl_name>',
      "too many arguments for 'create'. Expected 1 argument but got 2: a, b.",
    ],
    [
      'service add_nodes a b --count two',
      'usage: cps-tools service add_nodes [options] <app_name_or_id> <serv_name_or_id>',
      "option '--count <COUNT>' argument 'two' is invalid. It must be a whole number.",
    ],
    [
      'php debug a b maybe',
      'usage: cps-tools php debug [options] <app_name_or_id> <serv_name_or_id> <on_off>',
      "command-argument value 'maybe' is invalid for argument 'on_off'. Allowed choices are on, off.",
    ],
    [
      'php set_php_config a b =x',
      'usage: cps-tools php set_php_config [options] <app_name_or_id> <serv_name_or_id> <setting...>',
      "command-argument value '=x' is invalid for argument 'setting'. It must be of the form key=value.",
    ],
  ])('%s', async (words, usage, text) => {
    const { status, out, errors } = await run(director, words);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(errors).toBe(`${usage}\nERROR: ${text}\n`);
    expect(director.calls).toEqual([]);
  });

  test('for scripts as JSON', async () => {
    const { status, errors } = await run(director, 'application create --json');
    expect(status).toBe(2);
    expect(JSON.parse(errors).error).toMatchObject({
      code: 'INVALID_INPUT',
      message: "missing required argument 'appl_name'",
    });
  });
});

describe('help', () => {
  test('is there on every level, as an option and as a command of every group', async () => {
    const helps = ['-h', '--help', 'help', ...groups.flatMap(({ name }) => [`${name} -h`, `${name} help`])];
    for (const words of helps) {
      const { status, out, errors } = await run(director, words);
      expect({ words, status, errors }).toEqual({ words, status: 0, errors: '' });
      expect(out).toMatch(/^usage: cps-tools /);
    }
  });

  test('is there for every command', async () => {
    for (const { name, load } of groups)
      for (const command of await load()) {
        const { status, out } = await run(director, `${name} ${command.name} --help`);
        expect(status).toBe(0);
        expect(out).toContain(`usage: cps-tools ${name} ${command.name} [options]`);
        expect(out).toContain(command.summary.split(' ')[0]);
      }
  });

  test('of a group names its commands', async () => {
    const { out } = await run(director, 'php help');
    const inherited =
      'add remove list rename start stop get_state get_script set_script get_log list_agent_logs get_agent_log';
    const more =
      'get_history add_nodes remove_nodes list_nodes upload_code list_codes download_code enable_code delete_code';
    for (const name of `${inherited} ${more} get_php_config debug`.split(' '))
      expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
  });
});

describe('options', () => {
  test('stand anywhere behind the command', async () => {
    for (const words of ['application start --timeout 9 shop -c x', 'application start -c x shop --timeout=9'])
      expect((await run(director, words)).status).toBe(0);
  });

  test('--json and --debug stand before or behind the command', async () => {
    for (const words of ['--json application list', 'application list --json'])
      expect(JSON.parse((await run(director, words)).out)).toEqual(director.applications);
    expect((await run(director, 'application start -d nothing')).errors).toContain('at findApplication');
    expect((await run(director, '-d application start nothing')).errors).toContain('at findApplication');
  });

  test('of ConPaaS 2.1 that a certificate makes needless are still taken', async () => {
    expect((await run(director, '--username me --password secret application list')).status).toBe(0);
  });
});

describe('an error', () => {
  test('has its hint below it for a person, and no second line for a script', async () => {
    const first = "ERROR: Unknown application name 'x'\n";
    expect((await run(director, 'application stop x')).errors).toBe(first);
    expect((await run(director, 'application stop x', { person: true })).errors).toBe(
      `${first}  List the applications to see which exist.\n`,
    );
  });

  test('is JSON for scripts that ask for it', async () => {
    expect(JSON.parse((await run(director, 'application stop x --json')).errors)).toEqual({
      error: {
        code: 'APPLICATION_NOT_FOUND',
        message: "Unknown application name 'x'",
        hint: 'List the applications to see which exist.',
      },
    });
  });

  test('that begins with ERROR already is not prefixed again', async () => {
    director.on('getApplicationLog', () => {
      throw new ConpaasError('REQUEST_REFUSED', { text: 'ERROR: To download this code, please clone the repository' });
    });
    expect((await run(director, 'application get_log shop')).errors).toBe(
      'ERROR: To download this code, please clone the repository\n',
    );
  });
});
