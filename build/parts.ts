import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprint } from './fingerprint.ts';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Something that is built by itself. */
interface Part {
  name: string;
  /** What it is made of, relative to the root. */
  sources: readonly string[];
  /** A file that is there when it is built. */
  product: string;
  build(): Promise<void>;
}

const common = ['build', 'package.json', 'package-lock.json', 'tsconfig.json', 'director/contract'];

const parts: readonly Part[] = [
  {
    name: 'programs',
    sources: [...common, 'director', 'electron', 'rolldown.config.ts'],
    product: 'dist/director.js',
    async build() {
      const [{ build }, { default: configurations }] = await Promise.all([
        import('rolldown'),
        import('../rolldown.config.ts'),
      ]);
      await build(configurations);
    },
  },
  {
    name: 'pages',
    sources: [...common, 'renderer', 'vite.config.ts'],
    product: 'dist/renderer/index.html',
    async build() {
      const { build } = await import('vite');
      // Vite takes it for the pages too, and the runner of the tests sets it: they would get the React of developers.
      const { NODE_ENV: before } = process.env;
      process.env.NODE_ENV = 'production';
      await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
      if (before === undefined) delete process.env.NODE_ENV;
      else process.env.NODE_ENV = before;
    },
  },
];

/**
 * Builds those parts that have changed since they were built last, or all.
 * @param tell says a line to the user about each part that is built
 */
export async function buildParts(tell: (line: string) => void, { all = false } = {}): Promise<void> {
  for (const { name, sources, product, build } of parts) {
    const stamp = join(root, 'dist', `.${name}`);
    const now = fingerprint(sources.map((source) => join(root, source)));
    const isBuilt = existsSync(join(root, product)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now;
    if (isBuilt && !all) continue;
    const begun = performance.now();
    // A build that fails in the middle must not look like one that was done.
    rmSync(stamp, { force: true });
    await build();
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, now);
    tell(`Built the ${name} in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  }
}
