import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pack } from '../../director/archives/pack.ts';
import { type DirectorProcess, removeDirector, startDirector } from '../peers/director.ts';

const program = join(import.meta.dirname, '../../director/cli/main.ts');

interface Ended {
  code: number;
  output: string;
  errors: string;
}

/** The story of the issue on the command line, with the texts of ConPaaS 2.1 (reference §14). */
describe('the whole story with cps-tools', () => {
  let director: DirectorProcess;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'conpaas-cli-'));
    director = await startDirector();
    await writeFile(join(folder, 'index.php'), '<?php echo "by hand ", ini_get("display_errors");');
    await writeFile(join(folder, 'code.tar'), Buffer.concat(await pack(folder).toArray()));
  });

  afterAll(async () => {
    if (director) await removeDirector(director);
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  /** The Director is found by itself: nothing but the data folder of the test is told. */
  const run = (...words: string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const env = { ...process.env, CONPAAS_DATA_DIR: director.directory, HOME: folder };
      execFile(process.execPath, [program, ...words], { env, cwd: folder }, (error, output, errors) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, output, errors });
      });
    });
  const says = async (words: string, text: string | RegExp) => {
    const ended = await run(...words.split(' '));
    expect(ended).toMatchObject({ code: 0, errors: '' });
    if (typeof text === 'string') expect(ended.output).toBe(`${text}\n`);
    else expect(ended.output).toMatch(text);
    return ended.output;
  };
  const site = async () => (await director.client.getService({ params: { aid: 1, sid: 1 } })).url ?? '';
  const page = async () => (await fetch(await site())).text();

  it('creates and starts an application', async () => {
    await says('application list', 'No existing applications.');
    await says('application create shop', "Application 'shop' created with id 1.");
    await says('application list', /^aid name manager cloud status\n-+\n {2}1 shop None {4}None {2}INIT {2}\n$/);
    await says('application start shop', "Application 'shop' with id 1 is starting...  done.");
    await says('application list', /^ {2}1 shop +127\.\d+\.\d+\.\d+ \S+ +RUNNING$/m);
  });

  it('adds and starts a PHP service', async () => {
    await says('php add shop', 'Service php successfully added to application 1 with id 1.');
    await says('php start shop 1', 'Service 1 of application 1 is starting...  done.');
    await says('php get_state shop 1', /^state: RUNNING$/m);
    expect(await page()).toContain('Welcome to ConPaaS!');
  });

  it('uploads, lists, enables, downloads and deletes code', async () => {
    const output = await says('php upload_code shop 1 code.tar', /^Code version 'code-\w{6}' uploaded\.\n$/);
    const version = /'(.*)'/.exec(output)?.[1] ?? '';
    await says('php list_codes shop 1', /^ {6}\* code-default +code-default\.tar Initial version$/m);
    await says(`php enable_code shop 1 ${version}`, `Enabling code version '${version}'...  done.`);
    expect(await page()).toBe('by hand Off');
    await rm(join(folder, 'code.tar'));
    await says(`php download_code shop 1 --version ${version}`, "File 'code.tar' written.");
    expect((await readFile(join(folder, 'code.tar'))).length).toBeGreaterThan(1000);
    expect(await run('php', 'delete_code', 'shop', '1', version)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('ERROR: Invalid arguments (Cannot remove the active code version)'),
    });
    await says('php delete_code shop 1 code-default', "Code version 'code-default' deleted.");
  });

  it('switches debug mode', async () => {
    await says('php debug shop 1 on', "Debug mode set to 'On'.");
    await says('php get_php_config shop 1', /^\tdisplay_errors: On$/m);
    await expect.poll(page).toBe('by hand On');
  });

  it('scales and refuses with the texts of the original', async () => {
    const none = await run('php', 'add_nodes', 'shop', '1', '--proxy', '1');
    expect(none.errors).toContain(
      "ERROR: Cannot add more proxy servers without at least one stand-alone 'web' node and one stand-alone 'backend' node",
    );
    await says('php add_nodes shop 1 --backend 1', 'Starting 1 new nodes for service 1 of application 1...  done.');
    await says('php list_nodes shop 1', /^ {2}1 +1 backend 127\./m);
    await says('php remove_nodes shop 1 --backend 1', 'Removing 1 nodes for service 1 of application 1...  done.');
    const more = await run('php', 'remove_nodes', 'shop', '1', '--backend', '1');
    expect(more).toMatchObject({ code: 1, errors: expect.stringContaining("Not enough 'backend' nodes will be left") });
  });

  it('shows logs and history', async () => {
    const [node] = await director.client.listNodes({ params: { aid: 1, sid: 1 } });
    await says(`php list_agent_logs shop 1 ${node?.id}`, /^cpsagent\.log/m);
    await says(`php get_agent_log shop 1 ${node?.id} -f nginx-proxy-access.log`, /GET \//);
    await says('php get_history shop 1', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d RUNNING /m);
  });

  it('says the same as JSON for scripts, failures too', async () => {
    const { output } = await run('--json', 'service', 'list');
    expect(JSON.parse(output)).toMatchObject([{ aid: 1, sid: 1, type: 'php', state: 'RUNNING' }]);
    const failed = await run('--json', 'application', 'start', 'nowhere');
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.errors)).toMatchObject({ error: { message: "Unknown application name 'nowhere'" } });
  });

  it('stops, removes and deletes, leaving nothing', async () => {
    await says('php stop shop 1', 'Service 1 of application 1 is stopping...  done.');
    await says('php remove shop 1', 'Service 1 of application 1 has been successfully removed.');
    await says('application stop shop', "Application 'shop' with id 1 was stopped.");
    await says('application delete shop', "Application 'shop' with id 1 has been deleted.");
    await says('service list', 'No existing services.');
  });

  it('tells a wrong call from a failed one by the exit code', async () => {
    expect((await run('application', 'dance')).code).toBe(2);
    expect((await run('application', 'start')).code).toBe(2);
    expect((await run('application', 'start', '99')).code).toBe(1);
  });
});
