import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type GlobalOptions, loadSettings } from '../../../director/cli/settings.ts';

let folder: string;
const systemFile = (text: string) => writeFile(join(folder, 'system', 'cps-tools.conf'), text);
const userFile = (text: string) => writeFile(join(folder, '.conpaas', 'cps-tools.conf'), text);
const load = (options: GlobalOptions = {}, environment: NodeJS.ProcessEnv = {}) =>
  loadSettings(options, { home: folder, systemFolder: join(folder, 'system'), environment });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cps-settings-'));
  await Promise.all(['system', '.conpaas'].map((name) => mkdir(join(folder, name))));
});
afterEach(() => rm(folder, { recursive: true }));

describe('settings', () => {
  test('do without any file', async () => {
    expect(await load()).toEqual({
      debug: false,
      json: false,
      directorUrl: null,
      directorUrlGiven: false,
      onDirectorsMachine: false,
      dataDirectory: null,
      username: null,
      password: null,
      passwordExposed: false,
      warnings: [],
    });
  });

  test('take the password of the command line before that of the environment, and that before the file', async () => {
    await userFile('[cps-tools]\nusername = ann\npassword = filed\n');
    expect(await load()).toMatchObject({ username: 'ann', password: 'filed', passwordExposed: false });
    const environment = { CONPAAS_PASSWORD: 'kept' };
    expect(await load({}, environment)).toMatchObject({ password: 'kept', passwordExposed: false });
    expect(await load({ username: 'bob', password: 'shown' }, environment)).toMatchObject({
      username: 'bob',
      password: 'shown',
      passwordExposed: true,
    });
  });

  test("take the user's file before the system's, key by key, and the command line before both", async () => {
    await systemFile('[cps-tools]\ndirector_url = https://system:5555\ndebug = TRUE\n');
    await userFile('[cps-tools]\ndirector_url: https://user:5555 ; mine\n');
    expect(await load()).toMatchObject({ directorUrl: 'https://user:5555', debug: true });
    expect(await load({ director_url: 'other' })).toMatchObject({ directorUrl: 'other' });
  });

  test('read only the file of --conf_file, with ~ for the home folder', async () => {
    await userFile('[cps-tools]\ndebug = true\n');
    await writeFile(join(folder, 'own.conf'), '[cps-tools]\ndirector_url = own\n');
    expect(await load({ conf_file: '~/own.conf' })).toMatchObject({ directorUrl: 'own', debug: false });
  });

  test('refuse a file of --conf_file that cannot be read', async () => {
    await expect(load({ conf_file: join(folder, 'missing.conf') })).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: `Cannot read configuration: filename '${join(folder, 'missing.conf')}' not found or access is denied`,
    });
  });

  test('warn of unknown options and sections', async () => {
    await userFile('[cps-tools]\nusername = me\ncolour = red\nsize = 3\n[other]\na = b\n');
    expect((await load()).warnings).toEqual([
      `Skipping unknown options from section "cps-tools": ['colour', 'size']`,
      "Skipping unknown sections of configuration files: ['other']",
    ]);
  });

  test('refuse a debug that is neither true nor false', async () => {
    await userFile('[cps-tools]\ndebug = yes\n');
    await expect(load()).rejects.toThrow(
      "Option 'debug' in configuration file cps-tools.conf must be 'true' or 'false'.",
    );
  });

  test('name the line that cannot be understood and not what stands there', async () => {
    await userFile('[cps-tools]\n# a comment\npassword secret\n');
    const problem = `Configuration file '${join(folder, '.conpaas', 'cps-tools.conf')}': line 3 is neither a section nor a setting.`;
    await expect(load()).rejects.toThrow(problem);
  });

  test('let a data folder that was asked for go before the address in a file, and the option before the environment', async () => {
    await userFile('[cps-tools]\ndirector_url = far-away\n');
    const environment = { CONPAAS_DATA_DIR: '/env' };
    expect(await load({}, environment)).toMatchObject({ directorUrl: null, dataDirectory: '/env' });
    expect(await load({ dataDir: '/option' }, environment)).toMatchObject({
      directorUrl: null,
      dataDirectory: '/option',
    });
  });
});
