import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ArchiveFormat } from '../../../director/archives/format.ts';
import { inspect } from '../../../director/archives/inspect.ts';
import type { ArchiveLimits } from '../../../director/archives/limits.ts';
import { unpack } from '../../../director/archives/unpack.ts';
import type { ErrorCode } from '../../../director/contract/errors.ts';
import { peers } from '../../peers.ts';
import { compressions, type Entry, makeable, saved, tarOf, type ZipEntry, zipOf } from './make-archive.ts';

const limits: ArchiveLimits = { bytes: 1024 * 1024, files: 100 };

let directory: string;
let storage: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hostile-'));
  storage = join(directory, 'storage');
  await mkdir(storage);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** Refused alike by a look and by unpacking, and with nothing left behind. */
async function expectRefused(
  bytes: Buffer,
  format: ArchiveFormat,
  code: ErrorCode,
  message: RegExp = /./,
): Promise<void> {
  const path = await saved(join(directory, 'upload'), bytes);
  const expected = { code, message: expect.stringMatching(message) };
  await expect(inspect(path, 'app.zip', limits)).rejects.toMatchObject(expected);
  await expect(unpack(path, format, join(storage, 'code'), limits, { file: 'app.zip' })).rejects.toMatchObject({
    code,
  });
  expect(await readdir(storage)).toEqual([]);
  expect((await readdir(directory)).sort()).toEqual(['storage', 'upload']);
}

const fine: Entry = { name: 'index.php', content: 'x' };

describe('an archive with a path out of the tree is refused', () => {
  test.each([
    '../evil',
    'a/../../evil',
    'a/..',
    '/etc/evil',
    'C:/evil',
    'c:evil',
    '..\\evil',
    'a\\..\\..\\evil',
    '\\evil',
  ])('%s', async (name) => {
    await expectRefused(await tarOf([fine, { name, content: 'x' }]), 'tar', 'ARCHIVE_PATH', /points outside/);
    await expectRefused(
      zipOf([{ name: 'index.php' }, { name, content: 'x' }]),
      'zip',
      'ARCHIVE_PATH',
      /points outside/,
    );
  });

  test('a name with a NUL byte', async () => {
    await expectRefused(zipOf([{ name: 'a\0b', content: 'x' }]), 'zip', 'ARCHIVE_PATH');
    await expectRefused(await tarOf([{ name: 'a', content: 'x', pax: { path: 'a\0b' } }]), 'tar', 'ARCHIVE_PATH');
  });

  test('a folder', async () => {
    await expectRefused(await tarOf([fine, { name: '../evil/', type: 'directory' }]), 'tar', 'ARCHIVE_PATH');
  });

  test('beside the folder that is lifted', async () => {
    const path = await saved(
      join(directory, 'upload'),
      await tarOf([{ name: 'app/a', content: 'x' }, { name: '../evil' }]),
    );
    await expect(unpack(path, 'tar', join(storage, 'code'), limits, { root: 'app' })).rejects.toMatchObject({
      code: 'ARCHIVE_PATH',
    });
    expect(await readdir(storage)).toEqual([]);
  });
});

describe('an archive with a link out of the tree is refused', () => {
  test.each([
    ['link', '/etc/passwd'],
    ['link', '..'],
    ['link', '../secret'],
    ['a/link', '../../secret'],
    ['link', 'a/../../secret'],
    ['link', 'C:/secret'],
    ['link', '..\\secret'],
    ['link', ''],
  ])('%s → "%s"', async (name, linkname) => {
    if (linkname !== '') {
      await expectRefused(
        await tarOf([fine, { name, type: 'symlink', linkname }]),
        'tar',
        'ARCHIVE_LINK',
        /out of the archive/,
      );
    }
    await expectRefused(
      zipOf([{ name: 'a' + 'b' }, { name, content: linkname, unixMode: 0o120777 }]),
      'zip',
      'ARCHIVE_LINK',
    );
  });

  test('through another link that is fine by itself', async () => {
    const entries: Entry[] = [
      { name: 'a/b/top', type: 'symlink', linkname: '../..' },
      { name: 'evil', type: 'symlink', linkname: 'a/b/top/../secret' },
    ];
    await expectRefused(await tarOf([fine, ...entries]), 'tar', 'ARCHIVE_LINK');
  });

  test('a hard link to something outside, or to nothing', async () => {
    for (const linkname of ['/etc/passwd', '../secret', 'missing', 'self']) {
      await expectRefused(await tarOf([fine, { name: 'self', type: 'link', linkname }]), 'tar', 'ARCHIVE_LINK');
    }
  });

  test('a link out of the folder that is lifted', async () => {
    const entries: Entry[] = [
      { name: 'app/a', content: 'x' },
      { name: 'app/link', type: 'symlink', linkname: '../app/a' },
    ];
    const path = await saved(join(directory, 'upload'), await tarOf(entries));
    await expect(unpack(path, 'tar', join(storage, 'code'), limits, { root: 'app' })).rejects.toMatchObject({
      code: 'ARCHIVE_LINK',
    });
  });
});

describe('nothing is written through a link', () => {
  test('neither to a file below a link', async () => {
    const entries: Entry[] = [
      { name: 'd', type: 'symlink', linkname: 'e' },
      { name: 'd/a', content: 'x' },
    ];
    await expectRefused(
      await tarOf([fine, ...entries]),
      'tar',
      'ARCHIVE_DAMAGED',
      /"d" is a folder and something else too/,
    );
  });

  test('nor when the link comes after the folder', async () => {
    const entries: Entry[] = [
      { name: 'd/a', content: 'x' },
      { name: 'd', type: 'symlink', linkname: 'e' },
    ];
    await expectRefused(await tarOf([fine, ...entries]), 'tar', 'ARCHIVE_DAMAGED');
  });

  test('nor by a hard link to a link', async () => {
    const entries: Entry[] = [
      { name: 'l', type: 'symlink', linkname: 'index.php' },
      { name: 'h', type: 'link', linkname: 'l' },
    ];
    await expectRefused(await tarOf([fine, ...entries]), 'tar', 'ARCHIVE_LINK');
  });
});

describe('an archive with what is neither file, folder nor link is refused', () => {
  test.each(['fifo', 'character-device', 'block-device'] as const)('%s in a tar', async (type) => {
    await expectRefused(
      await tarOf([fine, { name: 'x', type }]),
      'tar',
      'ARCHIVE_SPECIAL',
      new RegExp(type.replace('-', ' ')),
    );
  });

  test.each([
    [0o010644, 'fifo'],
    [0o020644, 'character device'],
    [0o060644, 'block device'],
    [0o140644, 'socket'],
  ])('mode %o in a zip', async (unixMode, kind) => {
    await expectRefused(zipOf([{ name: 'x', unixMode }]), 'zip', 'ARCHIVE_SPECIAL', new RegExp(kind));
  });

  test('a sparse file, whose content lies elsewhere in the tar', async () => {
    const pax = { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0' };
    await expectRefused(await tarOf([{ name: 'x', content: 'x', pax }]), 'tar', 'ARCHIVE_SPECIAL', /sparse file/);
  });
});

describe('an archive beyond the limits is refused', () => {
  const zeros = Buffer.alloc(2 * 1024 * 1024);

  test.each(makeable())('by bytes in %s', async (format) => {
    await expectRefused(
      compressions[format](await tarOf([{ name: 'big', content: zeros }])),
      format,
      'ARCHIVE_TOO_LARGE',
      /1 MB/,
    );
  });

  test('by bytes in a zip', async () => {
    await expectRefused(zipOf([{ name: 'big', content: zeros }]), 'zip', 'ARCHIVE_TOO_LARGE');
  });

  test('by bytes in many files together', async () => {
    const entries = Array.from({ length: 20 }, (_, i) => ({ name: `${i}`, content: zeros.subarray(0, 100_000) }));
    await expectRefused(zipOf(entries), 'zip', 'ARCHIVE_TOO_LARGE');
  });

  test('by the number of files', async () => {
    const entries = Array.from({ length: 101 }, (_, i) => ({ name: `${i}`, content: 'x' }));
    await expectRefused(zipOf(entries), 'zip', 'ARCHIVE_TOO_MANY', /more than 100/);
    await expectRefused(await tarOf(entries), 'tar', 'ARCHIVE_TOO_MANY');
  });

  test('by the number of folders that one name needs', async () => {
    await expectRefused(await tarOf([{ name: `${'a/'.repeat(101)}x`, content: 'x' }]), 'tar', 'ARCHIVE_TOO_MANY');
  });

  test('by the number of members of one name', async () => {
    await expectRefused(await tarOf(Array.from({ length: 101 }, () => fine)), 'tar', 'ARCHIVE_TOO_MANY');
  });

  test('by empty blocks without end', async () => {
    const tar = Buffer.concat([await tarOf([fine]), Buffer.alloc(20 * 1024 * 1024)]);
    await expectRefused(gzipSync(tar), 'tar.gz', 'ARCHIVE_TOO_LARGE');
  });

  test.runIf(peers('bzip2'))(
    'by a bzip2 bomb of a few kilobytes, without its content ever being in memory',
    async () => {
      const header = (await tarOf([{ name: 'big', content: '' }])).subarray(0, 512);
      const size = 200 * 1024 * 1024;
      header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
      header.fill(0x20, 148, 156);
      const sum = header.reduce((total, byte) => total + byte, 0);
      header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
      const bomb = execFileSync('sh', ['-c', `(cat; head -c ${size} /dev/zero) | bzip2 -c`], { input: header });
      expect(bomb.length).toBeLessThan(4096);
      const before = process.memoryUsage().rss;
      await expectRefused(bomb, 'tar.bz2', 'ARCHIVE_TOO_LARGE');
      expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    },
  );
});

describe('an archive that cannot be read is refused', () => {
  test.each(makeable())('%s that was cut off', async (format) => {
    const content = Buffer.from(Array.from({ length: 5000 }, (_, i) => `${i * 7919} `).join(''));
    const whole = compressions[format](await tarOf([fine, { name: 'a', content }, { name: 'b', content }]));
    for (const part of [0.3, 0.6, 0.95]) {
      const cut = whole.subarray(0, Math.floor(whole.length * part));
      await expectRefused(cut, format, 'ARCHIVE_DAMAGED', /cannot be read to its end/);
    }
  });

  test('tar that was cut off between two members', async () => {
    const whole = await tarOf([fine, fine]);
    await expectRefused(whole.subarray(0, 1024), 'tar', 'ARCHIVE_DAMAGED', /ends in the middle/);
  });

  test('zip that was cut off', async () => {
    const whole = zipOf([{ name: 'a', content: 'x'.repeat(1000) }, { name: 'b' }]);
    await expectRefused(whole.subarray(0, whole.length - 30), 'zip', 'ARCHIVE_DAMAGED');
  });

  test.each<[string, Partial<ZipEntry>]>([
    ['a wrong checksum', { claimedChecksum: 1 }],
    ['a wrong size', { claimedSize: 3 }],
    ['a password', { encrypted: true }],
    ['an unknown compression', { method: 97 }],
  ])('zip with %s', async (_, lie) => {
    await expectRefused(zipOf([{ name: 'a', content: 'hello', ...lie }]), 'zip', 'ARCHIVE_DAMAGED');
  });

  test('damaged data in bzip2 and xz', async () => {
    for (const format of makeable(['tar.bz2', 'tar.xz'])) {
      const bytes = compressions[format](await tarOf([{ name: 'a', content: 'hello '.repeat(1000) }]));
      bytes.writeUInt32LE(0xdeadbeef, Math.floor(bytes.length / 2));
      await expectRefused(bytes, format, 'ARCHIVE_DAMAGED');
    }
  });

  test.runIf(peers('xz'))('xz that was cut off, and the next one is read all the same', async () => {
    const whole = compressions['tar.xz'](await tarOf([fine]));
    await expectRefused(whole.subarray(0, whole.length - 40), 'tar.xz', 'ARCHIVE_DAMAGED');
    const path = await saved(join(directory, 'upload'), whole);
    expect((await inspect(path, 'f', limits)).files).toBe(1);
  });
});

describe('what is no archive, or an empty one, is refused', () => {
  test.each<[string, Buffer, ArchiveFormat]>([
    ['a text', Buffer.from('<?php echo "hello";'), 'tar'],
    ['a long text', Buffer.from('hello '.repeat(1000)), 'tar'],
    ['a rar', Buffer.concat([Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'), Buffer.alloc(2000, 7)]), 'tar'],
  ])('%s', async (_, bytes, format) => {
    const path = await saved(join(directory, 'upload'), bytes);
    await expect(inspect(path, 'app.zip', limits)).rejects.toMatchObject({ code: 'ARCHIVE_FORMAT' });
    await expect(unpack(path, format, join(storage, 'code'), limits)).rejects.toMatchObject({
      code: 'ARCHIVE_DAMAGED',
    });
    expect(await readdir(storage)).toEqual([]);
  });

  test.each(makeable(['tar.gz', 'tar.bz2', 'tar.xz']))('a text in %s', async (format) => {
    const path = await saved(join(directory, 'upload'), compressions[format](Buffer.from('hello '.repeat(1000))));
    await expect(inspect(path, 'app.zip', limits)).rejects.toMatchObject({ code: 'ARCHIVE_FORMAT' });
  });

  test('an empty zip and an empty tar', async () => {
    await expectRefused(zipOf([]), 'zip', 'ARCHIVE_EMPTY', /"app.zip" holds no file/);
    await expectRefused(await tarOf([]), 'tar', 'ARCHIVE_EMPTY');
    await expectRefused(gzipSync(await tarOf([])), 'tar.gz', 'ARCHIVE_EMPTY');
  });

  test('one with folders only', async () => {
    await expectRefused(await tarOf([{ name: 'a/', type: 'directory' }]), 'tar', 'ARCHIVE_EMPTY');
  });

  test('a file of no bytes', async () => {
    const path = await saved(join(directory, 'upload'), Buffer.alloc(0));
    await expect(inspect(path, 'app.zip', limits)).rejects.toMatchObject({ code: 'ARCHIVE_EMPTY' });
  });
});
