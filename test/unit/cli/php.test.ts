import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { aRunningApplication, aService, aVersion, InMemoryDirector } from './in-memory-director.ts';
import { run } from './run.ts';

let director: InMemoryDirector;
let folder: string;
beforeEach(async () => {
  director = new InMemoryDirector();
  director.applications = [aRunningApplication()];
  director.services = [aService()];
  director.versions = [
    aVersion({ codeVersionId: 'code-new', filename: 'new.zip', description: '', current: false }),
    aVersion(),
  ];
  folder = await mkdtemp(join(tmpdir(), 'cps-php-'));
});
afterEach(() => rm(folder, { recursive: true }));

const done = (out: string) => ({ status: 0, out, errors: '' });
const failed = (errors: string) => ({ status: 1, out: '', errors });
const bodyOf = (name: string) => director.calls.find((call) => call.name === name)?.input.body;

describe('code versions', () => {
  test('upload_code sends the file under its base name and prints the new version', async () => {
    const file = join(folder, 'guest book.zip');
    await writeFile(file, 'PK..');
    expect(await run(director, `php upload_code shop 1 '${file}' --description 'first try'`)).toEqual(
      done("Code version 'code-abcdef' uploaded.\n"),
    );
    const call = director.calls.find(({ name }) => name === 'uploadCodeVersion');
    expect(call?.input.query).toEqual({ filename: 'guest book.zip', description: 'first try' });
    expect(call?.input.file.toString()).toBe('PK..');
  });

  test('upload_code shows a person how much is sent, and wipes that line', async () => {
    const file = join(folder, 'a.zip');
    await writeFile(file, 'PK..');
    expect(await run(director, `php upload_code shop 1 ${file}`, { person: true })).toMatchObject({
      out: "Code version 'code-abcdef' uploaded.\n",
      errors: '\rUploading a.zip: 100 %\r\u001b[K',
    });
  });

  test('upload_code offers to serve the only folder of an archive', async () => {
    const file = join(folder, 'a.zip');
    await writeFile(file, 'PK..');
    director.on('uploadCodeVersion', () => aVersion({ codeVersionId: 'code-x', subfolder: 'wordpress' }));
    expect((await run(director, `php upload_code shop 1 ${file}`)).errors).toBe(
      "WARNING - All files are in the folder 'wordpress'. To serve that folder: cps-tools php lift_code 1 1 code-x\n",
    );
  });

  test.each([['missing.zip'], ['']])('upload_code refuses what is no file: "%s"', async (name) => {
    const file = join(folder, name);
    expect(await run(director, `php upload_code shop 1 '${file}'`)).toEqual(
      failed(`ERROR: Cannot upload code: filename '${file}' not found or access is denied\n`),
    );
  });

  test('list_codes marks the version that is served', async () => {
    const lines = [
      'current codeVersionId filename         description    ',
      '------------------------------------------------------',
      '        code-new      new.zip                         ',
      '      * code-default  code-default.tar Initial version',
    ];
    expect(await run(director, 'php list_codes shop 1')).toEqual(done(`${lines.join('\n')}\n`));
  });

  test('enable_code and delete_code print their sentences', async () => {
    expect(await run(director, 'php enable_code shop 1 code-new')).toEqual(
      done("Enabling code version 'code-new'...  done.\n"),
    );
    expect(await run(director, 'php delete_code shop 1 code-new')).toEqual(done("Code version 'code-new' deleted.\n"));
  });

  test('delete_code tells why the active version stays', async () => {
    director.on('deleteCodeVersion', () => {
      throw new ConpaasError('CODE_VERSION_ACTIVE');
    });
    expect(await run(director, 'php delete_code shop 1 code-default')).toEqual(
      failed('ERROR: Invalid arguments (Cannot remove the active code version)\n'),
    );
  });

  test('lift_code serves the folder, and with --undo the root again', async () => {
    director.on('liftCodeVersion', ({ body }) => aVersion({ subfolder: 'in', ...(body as { lifted: boolean }) }));
    expect((await run(director, 'php lift_code shop 1 v')).out).toBe(
      "Code version 'code-default' is served from its folder 'in'.\n",
    );
    expect((await run(director, 'php lift_code shop 1 v --undo')).out).toBe(
      "Code version 'code-default' is served from its root.\n",
    );
  });
});

describe('download_code', () => {
  let before: string;
  beforeEach(() => {
    before = process.cwd();
    process.chdir(folder);
    director.on('downloadCodeVersion', ({ params }) => `bytes of ${params.version}`);
  });
  afterEach(() => process.chdir(before));

  test('writes the version that is served, or the one asked for, into the current folder', async () => {
    expect(await run(director, 'php download_code shop 1')).toEqual(done("File 'code-default.tar' written.\n"));
    expect(await run(director, 'php download_code shop 1 -v code-new')).toEqual(done("File 'new.zip' written.\n"));
    expect(await readFile('code-default.tar', 'utf8')).toBe('bytes of code-default');
    expect(await readFile('new.zip', 'utf8')).toBe('bytes of code-new');
  });

  test.each([
    ['../../evil.zip', 'evil.zip'],
    ['C:\\windows\\evil.zip', 'evil.zip'],
    ['..', 'code-default'],
    ['a\u001b[2Jb', 'a_[2Jb'],
  ])('takes the base name of %j only', async (filename, written) => {
    director.versions = [aVersion({ filename })];
    expect(await run(director, 'php download_code shop 1')).toEqual(done(`File '${written}' written.\n`));
    expect(await readdir(folder)).toEqual([written]);
  });

  test('replaces a file only with --force', async () => {
    await writeFile('new.zip', 'mine');
    expect(await run(director, 'php download_code shop 1 --version code-new')).toEqual(
      failed("ERROR: The file 'new.zip' exists already.\n"),
    );
    expect(await readFile('new.zip', 'utf8')).toBe('mine');
    expect((await run(director, 'php download_code shop 1 -v code-new -f')).status).toBe(0);
    expect(await readFile('new.zip', 'utf8')).toBe('bytes of code-new');
    expect(await readdir(folder)).toEqual(['new.zip']);
  });

  test('writes to the file of --output', async () => {
    expect((await run(director, 'php download_code shop 1 -o other.tar')).out).toBe("File 'other.tar' written.\n");
    expect(await run(director, 'php download_code shop 1 -o no/such/folder')).toMatchObject({ status: 1, out: '' });
  });

  test('says that a version does not exist, or that none is served', async () => {
    expect(await run(director, 'php download_code shop 1 -v x')).toEqual(failed("ERROR: Invalid code version 'x'\n"));
    director.versions = [];
    expect(await run(director, 'php download_code shop 1')).toEqual(
      failed('ERROR: There is no code version currently enabled.\n'),
    );
  });

  test('leaves nothing behind when the Director refuses', async () => {
    director.on('downloadCodeVersion', () => {
      throw new ConpaasError('MANAGER_UNREACHABLE', { aid: 1, why: 'gone' });
    });
    expect((await run(director, 'php download_code shop 1')).errors).toBe(
      'ERROR: The manager of application 1 does not answer: gone.\n',
    );
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('PHP settings', () => {
  test('get_php_config prints the version and the settings', async () => {
    const values = { max_execution_time: '30', memory_limit: '128M' };
    director.on('getConfiguration', () => ({ codeVersionId: 'code-default', values }));
    expect(await run(director, 'php get_php_config shop 1')).toEqual(
      done('codeVersionId: code-default\nphpconf:\n\tmax_execution_time: 30\n\tmemory_limit: 128M\n'),
    );
  });

  test('debug sets display_errors', async () => {
    expect(await run(director, 'php debug shop 1 on')).toEqual(done("Debug mode set to 'On'.\n"));
    expect(bodyOf('updateConfiguration')).toEqual({ values: { display_errors: 'On' } });
    expect(await run(director, 'php debug shop 1 off')).toEqual(done("Debug mode set to 'Off'.\n"));
  });

  test('set_php_config takes several settings, whose values may hold "="', async () => {
    expect(await run(director, 'php set_php_config shop 1 memory_limit=256M disable_functions=a=b')).toEqual(
      done("PHP setting 'memory_limit' set to '256M'.\nPHP setting 'disable_functions' set to 'a=b'.\n"),
    );
    expect(bodyOf('updateConfiguration')).toEqual({ values: { memory_limit: '256M', disable_functions: 'a=b' } });
  });
});
