import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  instanceFolder,
  layFiles,
  makeParts,
  replaceFile,
  tailOf,
} from '../../../../director/clouds/local/instance-folder.ts';
import { readRecord } from '../../../../director/clouds/local/instance-record.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'instance-folder-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

const folder = () => instanceFolder(parent, 'conpaas-u3-a7-s2-web', '0badcafe');

describe('the files of an instance', () => {
  it('are laid into its configuration folder', async () => {
    await makeParts(folder());
    await layFiles(folder(), { 'key.pem': 'key' });
    expect(readFileSync(join(folder().configuration, 'key.pem'), 'utf8')).toBe('key');
  });

  it.each(['../instance.json', '/etc/passwd', 'a/b'])('cannot be laid elsewhere: %s', async (name) => {
    await makeParts(folder());
    await expect(layFiles(folder(), { [name]: 'x' })).rejects.toThrow(RangeError);
  });
});

describe('the record of an instance', () => {
  it('is read from the name of its folder where it is missing or cut off', async () => {
    await makeParts(folder());
    const owner = { vmid: '0badcafe', kind: 'agent', uid: 3, aid: 7, sid: 2, address: '', ports: {}, processes: null };
    expect(await readRecord(folder())).toMatchObject(owner);
    writeFileSync(folder().record, '{"vmid": "0bad');
    expect(await readRecord(folder())).toMatchObject(owner);
    writeFileSync(folder().record, '{"vmid": 7}');
    expect(await readRecord(folder())).toMatchObject(owner);
  });
});

describe('replacing a file', () => {
  it('leaves the new one only', async () => {
    const path = join(parent, 'x');
    await replaceFile(path, 'first, longer');
    await replaceFile(path, 'second');
    expect(readFileSync(path, 'utf8')).toBe('second');
    expect(readdirSync(parent)).toEqual(['x']);
  });
});

describe('the end of a log', () => {
  it('has the last characters, whole ones', async () => {
    const path = join(parent, 'log');
    writeFileSync(path, `${'–'.repeat(5000)}the end\n`);
    expect(await tailOf(path, 9)).toBe('–the end');
    writeFileSync(path, 'short');
    expect(await tailOf(path, 2000)).toBe('short');
  });

  it('is empty for a missing file, a folder, and a link that an instance laid', async () => {
    writeFileSync(join(parent, 'secret'), 'secret');
    symlinkSync(join(parent, 'secret'), join(parent, 'link'));
    for (const path of [join(parent, 'missing'), parent, join(parent, 'link')])
      expect(await tailOf(path, 100)).toBe('');
  });
});
