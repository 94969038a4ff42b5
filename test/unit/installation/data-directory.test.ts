import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dataDirectory, dataDirectoryPath } from '../../../director/installation/data-directory.ts';

const on = (platform: NodeJS.Platform, environment: NodeJS.ProcessEnv = {}) => ({
  system: { platform, environment, home: '/home/anna' },
});

describe('the place of the data folder', () => {
  test.each([
    ['Linux', on('linux'), '/home/anna/.local/share/conpaas-nutshell'],
    ['Linux with XDG_DATA_HOME', on('linux', { XDG_DATA_HOME: '/data' }), '/data/conpaas-nutshell'],
    ['Linux with a relative one', on('linux', { XDG_DATA_HOME: 'data' }), '/home/anna/.local/share/conpaas-nutshell'],
    ['macOS', on('darwin'), '/home/anna/Library/Application Support/ConPaaS Nutshell'],
    ['Windows', on('win32', { LOCALAPPDATA: '/Users/anna/Local' }), '/Users/anna/Local/ConPaaS Nutshell'],
    ['Windows without LOCALAPPDATA', on('win32'), '/home/anna/AppData/Local/ConPaaS Nutshell'],
  ])('on %s follows the convention', (_, options, expected) => {
    expect(dataDirectoryPath(options)).toBe(expected);
  });

  test('is where the user wants it', () => {
    expect(dataDirectoryPath({ override: 'here', ...on('linux') })).toBe(resolve('here'));
  });
});

describe.skipIf(process.platform === 'win32')('the data folder', () => {
  let parent: string;
  const mode = (folder: string) => statSync(folder).mode & 0o777;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'conpaas-data-'));
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  test('is made with the folders above it, for the owner only', () => {
    const folder = dataDirectory({ override: join(parent, 'a', 'b') });
    expect(folder).toBe(join(parent, 'a', 'b'));
    expect(mode(folder)).toBe(0o700);
  });

  test.each([
    ['new and empty', undefined],
    ['ours', 'director.db'],
  ])('is closed to others when it exists and is %s', (_, file) => {
    const folder = join(parent, 'data');
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    if (file) writeFileSync(join(folder, file), '');
    dataDirectory({ override: folder });
    expect(mode(folder)).toBe(0o700);
  });

  test('keeps its permissions when it holds things of others', () => {
    chmodSync(parent, 0o755);
    writeFileSync(join(parent, 'letter.txt'), '');
    dataDirectory({ override: parent });
    expect(mode(parent)).toBe(0o755);
  });

  test('cannot be a file', () => {
    const file = join(parent, 'file');
    writeFileSync(file, '');
    expect(() => dataDirectory({ override: file })).toThrow(
      expect.objectContaining({ code: 'DATA_FOLDER_UNUSABLE', parameters: expect.objectContaining({ folder: file }) }),
    );
  });
});
