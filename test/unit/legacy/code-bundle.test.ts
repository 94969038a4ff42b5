import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packSome } from '../../../director/archives/pack.ts';
import { programFiles } from '../../../director/installation/programs.ts';
import { CodeBundle } from '../../../director/legacy/code-bundle.ts';

let root: string;
let packed: number;
let bundle: CodeBundle;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'conpaas-bundle-'));
  await mkdir(join(root, 'dist'));
  await writeFile(join(root, 'package.json'), '{}');
  await writeFile(join(root, 'dist', 'manager.js'), 'first');
  packed = 0;
  bundle = new CodeBundle({
    root,
    names: ['package.json', 'dist'],
    pack: (...given) => {
      packed += 1;
      return packSome(...given);
    },
  });
});
afterEach(() => rm(root, { recursive: true }));

describe('the bundle of programs', () => {
  it('is packed once for all who ask', async () => {
    const all = await Promise.all([bundle.read(), bundle.read(), bundle.read()]);
    expect(packed).toBe(1);
    expect(new Set(all.map((one) => one.toString('hex'))).size).toBe(1);
  });

  it('has the same bytes whenever it was written, and others when a program is another', async () => {
    const first = await bundle.read();
    await utimes(join(root, 'dist', 'manager.js'), 1, 1);
    expect((await bundle.read()).equals(first)).toBe(true);
    await writeFile(join(root, 'dist', 'manager.js'), 'second');
    expect((await bundle.read()).equals(first)).toBe(false);
    expect(packed).toBe(3);
  });

  it('can be asked for again when a file was missing', async () => {
    await rm(join(root, 'package.json'));
    await expect(bundle.read()).rejects.toThrow('ENOENT');
    await writeFile(join(root, 'package.json'), '{}');
    expect((await bundle.read()).length).toBeGreaterThan(0);
  });

  it('holds the built programs in a build, their rooms in the sources', () => {
    expect(programFiles('/opt/conpaas/dist/director-program.js')).toContain('dist/manager.js');
    expect(programFiles('/opt/conpaas/director/installation/programs.ts')).toContain('director/manager');
  });
});
