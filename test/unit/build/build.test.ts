import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtinHttp } from '../../../build/builtin-http.ts';
import { fingerprint } from '../../../build/fingerprint.ts';
import { launcher } from '../../../build/launcher.ts';
import { workerAddresses } from '../../../build/worker-addresses.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conpaas-build-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the fingerprint of sources', () => {
  it('changes when a file is written, added or removed, and only then', () => {
    const file = join(folder, 'below', 'a.ts');
    mkdirSync(join(folder, 'below'));
    writeFileSync(file, 'one');
    utimesSync(file, 1000, 1000);
    const now = () => fingerprint([folder, join(folder, 'nothing')]);
    const first = now();
    expect(now()).toBe(first);
    utimesSync(file, 1001, 1001);
    const written = now();
    expect(written).not.toBe(first);
    writeFileSync(join(folder, 'b.ts'), '');
    const added = now();
    expect(added).not.toBe(written);
    rmSync(join(folder, 'b.ts'));
    expect(now()).not.toBe(added);
  });
});

describe('a bundle', () => {
  async function built(source: string) {
    writeFileSync(join(folder, 'main.ts'), source);
    const bundle = await rolldown({
      input: join(folder, 'main.ts'),
      platform: 'node',
      plugins: [workerAddresses(['thread']), builtinHttp(), launcher('program')],
    });
    const { output } = await bundle.generate({
      format: 'esm',
      codeSplitting: false,
      entryFileNames: 'program-program.js',
    });
    const of = (name: string) => output.find(({ fileName }) => fileName === name);
    const [code, asset] = [of('program-program.js'), of('program.js')];
    return { code: code?.type === 'chunk' ? code.code : '', launcher: asset?.type === 'asset' ? asset.source : '' };
  }

  it('names a worker by its place in dist/', async () => {
    const { code } = await built(
      `console.log(new URL('./some/where/thread.ts', import.meta.url), new URL('./x.txt', import.meta.url));`,
    );
    expect(code).toContain(`new URL("./thread.js", import.meta.url)`);
    expect(code).toContain(`./x.txt`);
  });

  it('is not made when a worker of it is not built', async () => {
    await expect(built(`console.log(new URL('./other.ts', import.meta.url));`)).rejects.toThrow('does not build');
  });

  it('takes node:http without what an import of it would load', async () => {
    const { code } = await built(`import http, { createServer } from 'node:http'; console.log(http, createServer);`);
    expect(code).toContain(`process.getBuiltinModule("node:http")`);
    expect(code).not.toMatch(/from ["']node:http["']/);
  });

  it('has a launcher that turns the compile cache on first', async () => {
    const { launcher } = await built('console.log(1);');
    expect(String(launcher)).toMatch(/useCompileCache\(process\.env\);\nawait import\('\.\/program-program\.js'\);/);
  });
});
