import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { groups } from '../../../director/cli/groups.ts';
import { groupsWithProgram, programNames } from '../../../director/cli/program-names.ts';
import { InMemoryDirector } from './in-memory-director.ts';
import { run } from './run.ts';

const app = '<app_name_or_id>';
const serv = `${app} <serv_name_or_id>`;

/** Commands with their arguments as in reference §14.5, which typed groups inherit (add takes no type there). */
const inherited: Record<string, string> = {
  add: app,
  remove: serv,
  list: '',
  rename: `${serv} <new_name>`,
  start: serv,
  stop: serv,
  get_state: serv,
  get_script: serv,
  set_script: `${serv} <filename>`,
  get_log: serv,
  list_agent_logs: `${serv} <agent_id>`,
  get_agent_log: `${serv} <agent_id>`,
  get_history: serv,
  add_nodes: serv,
  remove_nodes: serv,
  list_nodes: serv,
};
const keysAndCode = {
  upload_key: `${serv} <filename>`,
  list_keys: serv,
  upload_code: `${serv} <filename>`,
  list_codes: serv,
  download_code: serv,
  enable_code: `${serv} <code_version>`,
  delete_code: `${serv} <code_version>`,
};

/** All of reference §14.2 to §14.10. */
const reference: Record<(typeof groupsWithProgram)[number], Record<string, string>> = {
  user: {
    create: '<username>',
    create_free: '<username>',
    get_certificate: '',
    get_config: '',
    get_credit: '',
    add_credit: '<username> <credit>',
    list: '',
  },
  cloud: { list: '', list_resources: '' },
  director: { version: '' },
  application: {
    create: '<appl_name>',
    list: '',
    rename: `${app} <new_name>`,
    delete: app,
    start: app,
    stop: app,
    manifest: '<man_path>',
    get_log: app,
    get_info: app,
  },
  service: { ...inherited, get_types: '', add: `<service_type> ${app}` },
  php: { ...inherited, ...keysAndCode, get_php_config: serv, debug: `${serv} <on_off>` },
  java: { ...inherited, ...keysAndCode },
  mysql: { ...inherited, set_password: serv, dump: serv, load_dump: `${serv} <filename>` },
  xtreemfs: {
    ...inherited,
    list_xfs_volumes: serv,
    add_xfs_volume: `${serv} <volume_name>`,
    remove_xfs_volume: `${serv} <volume_name>`,
    get_client_cert: `${serv} <passphrase> <adminflag> <filename>`,
    get_user_cert: `${serv} <user> <group> <passphrase> <adminflag> <filename>`,
    list_policies: `${serv} <policy_type>`,
    set_policy: `${serv} <policy_type> <policy> <volume_name>`,
    set_osd_size: `${serv} <volume_size>`,
  },
  generic: {
    ...inherited,
    ...keysAndCode,
    create_volume: `${app} <vol_name> <vol_size> <agent_id>`,
    delete_volume: `${app} <vol_name>`,
    list_volumes: serv,
    run: serv,
    interrupt: serv,
    cleanup: serv,
    get_script_status: serv,
  },
  helloworld: { ...inherited, get_helloworld: serv },
  flink: inherited,
};

/** Options of reference §14 by group and command. */
const options: readonly (readonly [command: string, options: string])[] = [
  ['user create', '--email --fname --lname --affiliation --password --credit'],
  ['user create_free', '--email --fname --lname --affiliation --password --credit'],
  ['user list', '--credit'],
  ['application start', '-c --cloud'],
  ['application manifest', '-c --cloud'],
  ['service list', '-a --application'],
  ['service start', '-c --cloud'],
  ['service get_agent_log', '-f --filename'],
  ['service add_nodes', '--count -c --cloud'],
  ['service remove_nodes', '--count'],
  ['helloworld add_nodes', '--count'],
  ['generic add_nodes', '--count'],
  ['flink add_nodes', '--count'],
  ['php add_nodes', '--backend --proxy --web'],
  ['java remove_nodes', '--backend --proxy --web'],
  ['mysql add_nodes', '--mysql --glb'],
  ['xtreemfs add_nodes', '--osd'],
  ['php download_code', '-v --version'],
  ['mysql set_password', '-p --password'],
  ['xtreemfs set_policy', '--factor --width --size'],
  ['generic run', '-p --parameters'],
  ['generic interrupt', '-p --parameters'],
  ['generic cleanup', '-p --parameters'],
];

const director = new InMemoryDirector();

describe.each(Object.entries(reference))('the group %s', (group, commands) => {
  test.each(Object.entries(commands))('has %s with the arguments of the reference', async (command, args) => {
    const { out } = await run(director, `${group} ${command} --help`);
    const [usage] = out.split('\n');
    expect(usage).toBe(`usage: cps-tools ${group} ${command} [options]${args === '' ? '' : ` ${args}`}`);
  });

  test('is a short program too, whose usage has its own name', async () => {
    expect((await run(director, 'help', { program: group })).out).toMatch(
      new RegExp(`^usage: cps-${group} \\[options\\] \\[command\\]\n`),
    );
    const [command = ''] = Object.keys(commands);
    expect((await run(director, `${command} -h`, { program: group })).out).toMatch(
      new RegExp(`^usage: cps-${group} ${command} \\[options\\]`),
    );
    expect(await run(director, 'nothing', { program: group })).toEqual({
      status: 2,
      out: '',
      errors: `usage: cps-${group} [options] [command]\nERROR: unknown command 'nothing'\n`,
    });
    expect(await run(director, '', { program: group })).toMatchObject({ status: 2 });
  });

  test('tells wrong arguments of each of its commands with the usage and status 2', async () => {
    for (const command of Object.keys(commands)) {
      const { status, out, errors } = await run(director, `${group} ${command} a b c d e f g h i j k`);
      expect({ command, status, out }).toEqual({ command, status: 2, out: '' });
      expect(errors).toMatch(new RegExp(`^usage: cps-tools ${group} ${command} \\[options\\].*\nERROR: .+\n$`));
    }
  });
});

test.each(options)('%s takes %s', async (command, names) => {
  const { out } = await run(director, `${command} --help`);
  for (const name of names.split(' ')) expect(out).toMatch(new RegExp(`^  (-\\w, )?${name}[ ,]`, 'm'));
});

test('flink has only the inherited commands, and what ours adds to all', async () => {
  const flink = await groups.find(({ name }) => name === 'flink')?.load();
  const helloworld = await groups.find(({ name }) => name === 'helloworld')?.load();
  expect(flink?.map(({ name }) => name)).toEqual(
    helloworld?.map(({ name }) => name).filter((name) => name !== 'get_helloworld'),
  );
});

describe('the programs of the package', () => {
  const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: Record<string, string> };

  test('are cps-tools and the short programs', () => {
    expect(Object.keys(bin).toSorted()).toEqual([...programNames].toSorted());
    expect(readdirSync('resources/bin').toSorted()).toEqual(
      [...programNames.map((name) => `${name}.js`), 'launch.js'].toSorted(),
    );
    expect(Object.keys(reference).toSorted()).toEqual([...groupsWithProgram].toSorted());
  });

  test.each(Object.entries(bin))('%s can be executed and starts its group', (name, file) => {
    accessSync(file, constants.X_OK);
    const group = name === 'cps-tools' ? '' : `'${name.slice('cps-'.length)}'`;
    expect(readFileSync(file, 'utf8')).toBe(
      `#!/usr/bin/env node\nimport { launch } from './launch.js';\n\nawait launch(${group});\n`,
    );
  });
});
