import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultLimits } from '../../../director/archives/limits.ts';
import { unpack } from '../../../director/archives/unpack.ts';
import { smallDisk, smallDisksWork } from '../../small-disk.ts';
import { saved, tarOf } from './make-archive.ts';

test.runIf(smallDisksWork())('unpacking onto a full disk says so and leaves nothing there', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'full-disk-'));
  const disk = smallDisk(256);
  try {
    const tar = await tarOf(
      Array.from({ length: 10 }, (_, i) => ({ name: `${i}`, content: Buffer.alloc(100_000, 'x') })),
    );
    const path = await saved(join(directory, 'upload'), tar);
    await expect(unpack(path, 'tar', join(disk.path, 'code-1'), defaultLimits)).rejects.toMatchObject({
      code: 'STORAGE_FULL',
      message: `There is no space left on the disk that holds ${disk.path}.`,
    });
    expect(await readdir(disk.path)).toEqual([]);
  } finally {
    disk.remove();
    await rm(directory, { recursive: true });
  }
});
