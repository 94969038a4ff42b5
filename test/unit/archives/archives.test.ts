import { execFileSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ArchiveFormat } from '../../../director/archives/format.ts';
import { inspect } from '../../../director/archives/inspect.ts';
import { defaultLimits } from '../../../director/archives/limits.ts';
import { pack } from '../../../director/archives/pack.ts';
import { unpack } from '../../../director/archives/unpack.ts';
import { peers } from '../../peers.ts';
import { compressions, makeable, saved, tarOf, zipOf } from './make-archive.ts';

let directory: string;
let target: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'archives-'));
  target = join(directory, 'storage', 'code-1');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const archive = (bytes: Buffer) => saved(join(directory, 'upload'), bytes);
const read = (name: string) => readFile(join(target, name), 'utf8');
const modeOf = async (name: string) => ((await lstat(join(target, name))).mode & 0o7777).toString(8);

const site = [
  { name: 'index.php', content: '<?php echo 1;' },
  { name: 'assets/', type: 'directory' as const },
  { name: 'assets/größe.css', content: 'a{}' },
];

describe('an archive in each format', () => {
  test.each(makeable())('%s is known by its content and unpacked', async (format) => {
    const path = await archive(compressions[format](await tarOf(site)));
    expect(await inspect(path, 'no-hint', defaultLimits)).toEqual({ format, files: 2, bytes: 16, subfolder: null });
    expect(await unpack(path, format, target, defaultLimits)).toBe(true);
    expect(await read('index.php')).toBe('<?php echo 1;');
    expect(await read('assets/größe.css')).toBe('a{}');
  });

  test('zip is known by its content and unpacked', async () => {
    const entries = [
      { name: 'index.php', content: '<?php echo 1;' },
      { name: 'assets/' },
      { name: 'assets/größe.css', content: 'a{}' },
    ];
    const path = await archive(zipOf(entries));
    const found = await inspect(path, 'misleading.tar.gz', defaultLimits);
    expect(found).toEqual({ format: 'zip', files: 2, bytes: 16, subfolder: null });
    await unpack(path, 'zip', target, defaultLimits);
    expect(await read('assets/größe.css')).toBe('a{}');
  });

  test('tar from before POSIX, without a magic word, is unpacked', async () => {
    await writeFile(join(directory, 'a.txt'), 'old');
    execFileSync('tar', ['--format=v7', '-cf', join(directory, 'upload'), '-C', directory, 'a.txt']);
    const path = join(directory, 'upload');
    expect((await inspect(path, 'upload', defaultLimits)).format).toBe('tar');
    await unpack(path, 'tar', target, defaultLimits);
    expect(await read('a.txt')).toBe('old');
  });

  test('names longer than a tar header are kept', async () => {
    const name = `${'folder/'.repeat(30)}${'x'.repeat(200)}`;
    await unpack(await archive(await tarOf([{ name, content: '1' }])), 'tar', target, defaultLimits);
    expect(await read(name)).toBe('1');
  });

  test('a big file arrives whole through every decompression', async () => {
    const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => `${i * 7919}\n`).join(''));
    for (const format of makeable()) {
      const path = await archive(compressions[format](await tarOf([{ name: 'big', content }])));
      await unpack(path, format, `${target}-${format}`, defaultLimits);
      expect((await readFile(`${target}-${format}/big`)).equals(content)).toBe(true);
    }
  });

  test.runIf(peers('bzip2'))('several bzip2 streams one after another are one', async () => {
    const tar = await tarOf(site);
    const bytes = Buffer.concat([tar.subarray(0, 700), tar.subarray(700)].map(compressions['tar.bz2']));
    await unpack(await archive(bytes), 'tar.bz2', target, defaultLimits);
    expect(await read('index.php')).toBe('<?php echo 1;');
  });
});

describe('the only folder at the top', () => {
  const inFolder = [
    { name: 'shop-1.0/', type: 'directory' as const },
    { name: 'shop-1.0/index.php', content: 'x' },
    { name: 'shop-1.0/lib/a.php', content: 'y' },
  ];

  test('is named', async () => {
    const path = await archive(await tarOf(inFolder));
    expect((await inspect(path, 'f', defaultLimits)).subfolder).toBe('shop-1.0');
  });

  test('is named also when only its files are listed, and when Finder added its own', async () => {
    const path = await archive(
      zipOf([
        { name: 'shop/index.php', content: 'x' },
        { name: '__MACOSX/shop/._index.php', content: 'meta' },
      ]),
    );
    expect(await inspect(path, 'f', defaultLimits)).toMatchObject({ subfolder: 'shop', files: 1 });
    await unpack(path, 'zip', target, defaultLimits);
    expect(await readdir(target)).toEqual(['shop']);
  });

  test('is none when there is a file beside it, or a single file', async () => {
    const beside = await archive(await tarOf([...inFolder, { name: 'README', content: 'z' }]));
    expect((await inspect(beside, 'f', defaultLimits)).subfolder).toBeNull();
    const single = await archive(await tarOf([{ name: 'index.php', content: 'z' }]));
    expect((await inspect(single, 'f', defaultLimits)).subfolder).toBeNull();
  });

  test('becomes the target when it is lifted', async () => {
    await unpack(await archive(await tarOf(inFolder)), 'tar', target, defaultLimits, { root: 'shop-1.0' });
    expect((await readdir(target)).sort()).toEqual(['index.php', 'lib']);
  });

  test('that is not there cannot be lifted', async () => {
    const path = await archive(await tarOf(inFolder));
    await expect(unpack(path, 'tar', target, defaultLimits, { root: 'other' })).rejects.toMatchObject({
      code: 'ARCHIVE_EMPTY',
    });
  });
});

describe('what is unpacked', () => {
  test('keeps that a file is executable, and no other mode', async () => {
    const path = await archive(
      await tarOf([
        { name: 'run.sh', content: 'x', mode: 0o4711 },
        { name: 'secret', content: 'x', mode: 0o600 },
        { name: 'open', content: 'x', mode: 0o666 },
        { name: 'folder', type: 'directory', mode: 0o2777 },
      ]),
    );
    const umask = process.umask(0o077);
    try {
      await unpack(path, 'tar', target, defaultLimits);
    } finally {
      process.umask(umask);
    }
    expect(await Promise.all(['run.sh', 'secret', 'open', 'folder', '.'].map(modeOf))).toEqual([
      '755',
      '644',
      '644',
      '755',
      '755',
    ]);
  });

  test('takes the executable bit of a zip made on Unix', async () => {
    const path = await archive(zipOf([{ name: 'run.sh', content: 'x', unixMode: 0o100755 }]));
    await unpack(path, 'zip', target, defaultLimits);
    expect(await modeOf('run.sh')).toBe('755');
  });

  test('has links that stay in the tree', async () => {
    const path = await archive(
      await tarOf([
        { name: 'current', type: 'symlink', linkname: 'releases/2' },
        { name: 'releases/2/a', content: 'two' },
        { name: 'releases/2/up', type: 'symlink', linkname: '../../b' },
        { name: 'b', content: 'b' },
        { name: 'same', type: 'link', linkname: 'b' },
      ]),
    );
    expect((await inspect(path, 'f', defaultLimits)).files).toBe(5);
    await unpack(path, 'tar', target, defaultLimits);
    expect(await read('current/a')).toBe('two');
    expect(await read('releases/2/up')).toBe('b');
    expect(await read('same')).toBe('b');
  });

  test('has symbolic links of a zip', async () => {
    const path = await archive(
      zipOf([
        { name: 'a', content: '1' },
        { name: 'b', content: 'a', unixMode: 0o120777 },
      ]),
    );
    await unpack(path, 'zip', target, defaultLimits);
    expect(await readlink(join(target, 'b'))).toBe('a');
  });

  test('has the last of several members of one name', async () => {
    const path = await archive(
      await tarOf([
        { name: 'a', content: 'first' },
        { name: 'a', content: 'second' },
        { name: 'b', type: 'symlink', linkname: 'a' },
        { name: 'b', content: 'not through the link' },
      ]),
    );
    await unpack(path, 'tar', target, defaultLimits);
    expect(await read('a')).toBe('second');
    expect(await read('b')).toBe('not through the link');
    expect((await lstat(join(target, 'b'))).isSymbolicLink()).toBe(false);
  });

  test('does not replace a target that is there already', async () => {
    await mkdir(target, { recursive: true });
    await writeFile(join(target, 'mine'), 'x');
    expect(await unpack(await archive(await tarOf(site)), 'tar', target, defaultLimits)).toBe(false);
    expect(await readdir(target)).toEqual(['mine']);
  });

  test('is complete when several unpack into the same target at once', async () => {
    const path = await archive(await tarOf(site));
    const all = await Promise.all([1, 2, 3, 4].map(() => unpack(path, 'tar', target, defaultLimits)));
    expect(all.filter(Boolean)).toHaveLength(1);
    expect(await readdir(join(directory, 'storage'))).toEqual(['code-1']);
    expect(await read('index.php')).toBe('<?php echo 1;');
  });

  test('takes the place of what a killed unpacking left a day ago', async () => {
    const old = `${target}.partial-000000000000`;
    const young = `${target}.partial-111111111111`;
    for (const left of [old, young]) await mkdir(left, { recursive: true });
    await utimes(old, 0, 0);
    await unpack(await archive(await tarOf(site)), 'tar', target, defaultLimits);
    expect((await readdir(join(directory, 'storage'))).sort()).toEqual(['code-1', 'code-1.partial-111111111111']);
  });
});

describe('a folder that is packed', () => {
  test('is the same when it is unpacked', async () => {
    const source = join(directory, 'source');
    await mkdir(join(source, 'lib', 'empty'), { recursive: true });
    await writeFile(join(source, 'index.php'), 'hello');
    await writeFile(join(source, 'lib', 'run'), '#!/bin/sh');
    await chmod(join(source, 'lib', 'run'), 0o700);
    await symlink('../index.php', join(source, 'lib', 'link'));
    await writeFile(join(directory, 'upload'), pack(source));
    const path = join(directory, 'upload');
    const { format } = await inspect(path, 'f', defaultLimits);
    await unpack(path, format satisfies ArchiveFormat, target, defaultLimits);
    expect(await read('lib/link')).toBe('hello');
    expect(await modeOf('lib/run')).toBe('755');
    expect(await readdir(join(target, 'lib', 'empty'))).toEqual([]);
  });

  test('that does not exist fails', async () => {
    await expect(pack(join(directory, 'missing')).toArray()).rejects.toThrow('ENOENT');
  });
});
