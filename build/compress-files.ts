import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** Kinds of files that get smaller. The page itself is left out: it is made anew, with a nonce, for each answer. */
const compressible = /\.(js|css|svg|json|txt)$/;
/** Below this a compressed file saves no packet. */
const smallest = 1024;

const compressions = {
  '.br': (content: Buffer) =>
    promisify(brotliCompress)(content, {
      params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
    }),
  '.gz': (content: Buffer) => promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
};

async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  if (content.length < smallest) return;
  const write = async ([ending, by]: [string, (content: Buffer) => Promise<Buffer>]) =>
    writeFile(file + ending, await by(content));
  await Promise.all(Object.entries(compressions).map(write));
}

/** Lays compressed copies beside the built files, so that the Director compresses nothing while it serves. */
export function compressFiles(): Plugin {
  let folder = '';
  return {
    name: 'compress-files',
    apply: 'build',
    configResolved: ({ root, build }) => {
      folder = join(root, build.outDir);
    },
    async closeBundle() {
      const names = await readdir(folder, { recursive: true });
      await Promise.all(names.filter((name) => compressible.test(name)).map((name) => compress(join(folder, name))));
    },
  };
}
