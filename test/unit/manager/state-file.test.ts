import { mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJson, StateFile } from '../../../director/manager/state-file.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'state-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('a state file', () => {
  it('holds the newest value, for the owner only, and nothing lies beside it', async () => {
    let value = 1;
    const file = new StateFile(join(directory, 'deep/state.json'), () => ({ value }));
    await file.save();
    value = 2;
    await file.save();
    expect(await readJson(join(directory, 'deep/state.json'))).toEqual({ value: 2 });
    expect((await stat(join(directory, 'deep/state.json'))).mode & 0o777).toBe(0o600);
    expect(await readdir(join(directory, 'deep'))).toEqual(['state.json']);
  });

  it('answers many saves at once with few writes, all of which see the newest value', async () => {
    let value = 0;
    let asked = 0;
    const file = new StateFile(join(directory, 'state.json'), () => {
      asked += 1;
      return { value };
    });
    const saves = Array.from({ length: 50 }, () => {
      value += 1;
      return file.save();
    });
    await Promise.all(saves);
    expect(await readJson(join(directory, 'state.json'))).toEqual({ value: 50 });
    expect(asked).toBeLessThanOrEqual(2);
  });

  it.runIf(process.platform === 'linux')('tells that the disk is full and keeps the value from before', async () => {
    const path = join(directory, 'state.json');
    let value = 'old';
    const file = new StateFile(path, () => ({ value }));
    await file.save();
    await symlink('/dev/full', `${path}.new`);
    value = 'new';
    await expect(file.save()).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(await readJson(path)).toEqual({ value: 'old' });
    await file.save();
    expect(await readJson(path)).toEqual({ value: 'new' });
  });

  it('stays away once it was removed', async () => {
    const file = new StateFile(join(directory, 'state.json'), () => ({}));
    await file.save();
    const late = file.save();
    await file.remove();
    await late;
    await file.save();
    expect(await readdir(directory)).toEqual([]);
    expect(await readJson(join(directory, 'state.json'))).toBeUndefined();
  });
});
