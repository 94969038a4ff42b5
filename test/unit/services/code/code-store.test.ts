import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConpaasError } from '../../../../director/contract/errors.ts';
import { CodeStore, type InspectArchive } from '../../../../director/services/code/code-store.ts';
import { readWebSettings, type WebSettings } from '../../../../director/services/web/web-settings.ts';

let directory: string;
let settings: WebSettings;
const save = vi.fn(async () => {});
const inspect: InspectArchive = async () => ({ files: 3, subfolder: 'wiki', filetype: 'tar' });

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'code-'));
  settings = readWebSettings(undefined, {});
  save.mockReset();
});
afterEach(() => rm(directory, { recursive: true }));

const kept = () => readdir(join(directory, 'kept')).catch(() => []);
const store = (look: InspectArchive = inspect) => new CodeStore(join(directory, 'kept'), settings, look, save);

async function uploaded(filename: string, text = 'an archive') {
  const path = join(directory, 'upload');
  await writeFile(path, text);
  return { filename, path, size: text.length };
}

describe('the code versions of a service', () => {
  it('keep what was uploaded under an id of their own', async () => {
    const code = store();
    const version = await code.add(await uploaded('wiki.tar'), 'My wiki');
    expect(version).toMatchObject({ filename: 'wiki.tar', description: 'My wiki', size: 10, files: 3, lifted: false });
    expect(version.codeVersionId).toMatch(/^code-[a-z0-9]{6}$/);
    expect(await readFile(code.archive(version), 'utf8')).toBe('an archive');
    expect(code.list()).toEqual([version]);
    expect(save).toHaveBeenCalledOnce();
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\shop.zip', 'shop.zip'],
    ['my\nfile.zip', 'myfile.zip'],
    ['/', 'code'],
  ])('call %j %j', async (given, shown) => {
    expect((await store().add(await uploaded(given), '')).filename).toBe(shown);
  });

  it('leave nothing behind of an archive that is refused', async () => {
    const code = store(() => Promise.reject(new ConpaasError('ARCHIVE_FORMAT')));
    await expect(code.add(await uploaded('x.zip'), '')).rejects.toMatchObject({ code: 'ARCHIVE_FORMAT' });
    expect(await kept()).toEqual([]);
    expect(code.list()).toEqual([]);
  });

  it('leave nothing behind when the disk is full for what is known of them', async () => {
    save.mockRejectedValueOnce(new ConpaasError('STORAGE_FULL', { place: 'x' }));
    const code = store();
    await expect(code.add(await uploaded('x.zip'), '')).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(await kept()).toEqual([]);
    expect(code.list()).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('leave nothing behind when the disk is full for the archive', async () => {
    await mkdir(join(directory, 'kept'));
    await symlink('/dev/full', join(directory, 'kept/code-default.partial'));
    const code = store();
    const version = {
      ...(await inspect('', '')),
      codeVersionId: 'code-default',
      filename: 'x.tar',
      description: '',
      lifted: false,
    };
    await expect(code.addBuiltIn(version, Buffer.from('archive'))).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(await kept()).toEqual([]);
    expect(code.list()).toEqual([]);
  });

  it('are found, removed, and not found then', async () => {
    const code = store();
    const { codeVersionId } = await code.add(await uploaded('x.zip'), '');
    expect(code.get(codeVersionId).filename).toBe('x.zip');
    await code.remove(codeVersionId);
    expect(() => code.get(codeVersionId)).toThrow(`Invalid code version '${codeVersionId}'`);
    expect(await kept()).toEqual([]);
  });

  it('are cleaned of what the end of the manager cut off', async () => {
    const code = store();
    const version = await code.add(await uploaded('x.zip'), '');
    await writeFile(join(directory, 'kept/code-abcdef.partial'), 'half');
    await code.clean();
    expect(await kept()).toEqual([version.codeVersionId]);
  });
});
