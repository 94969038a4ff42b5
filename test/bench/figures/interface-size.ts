import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { root } from '../../../build/parts.ts';
import type { Figure } from '../figure.ts';

const pages = join(root, 'dist/renderer');
/** `import … from "./x.js"`, `import "./x.js"` and `export … from "./x.js"`; not `import("./x.js")`. */
const staticImport = /(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g;
const loaded = /<(?:script|link rel="modulepreload")[^>]*\s(?:src|href)="\/([^"]+\.js)"/g;

const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].flatMap(([, path]) => path ?? []);

/** The scripts that a page loads before anything is asked of it: its own, those it preloads, and what they import. */
async function initialScripts(): Promise<Map<string, Buffer>> {
  const scripts = new Map<string, Buffer>();
  const open = found(await readFile(join(pages, 'index.html'), 'utf8'), loaded).map((path) => join(pages, path));
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (scripts.has(file)) continue;
    const content = await readFile(file);
    scripts.set(file, content);
    open.push(...found(content.toString('utf8'), staticImport).map((path) => resolve(dirname(file ?? ''), path)));
  }
  return scripts;
}

/** What the first screen makes a browser download as JavaScript. */
export const interfaceSize: Figure = {
  name: 'size',
  async measure() {
    const scripts = [...(await initialScripts()).values()];
    const compressed = scripts.map((content) => gzipSync(content, { level: constants.Z_BEST_COMPRESSION }).length);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / 1000;
    const whole = sum(scripts.map(({ length }) => length));
    return [
      {
        figure: 'Initial JavaScript, gzip',
        ours: sum(compressed),
        unit: 'kB',
        target: { most: 250 },
        note: `${scripts.length} files, ${whole.toFixed(0)} kB before`,
      },
    ];
  },
};
