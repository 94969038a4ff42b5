import { basename } from 'node:path';
import type { Plugin } from 'rolldown';

const address = /new URL\((['"])\.{1,2}\/([\w./-]+)\.ts\1, import\.meta\.url\)/g;

/**
 * Sources name the file of a worker thread as `new URL('./name.ts', import.meta.url)`; in dist/ it lies beside them as
 * `name.js`. Fails the build for a worker that is not built.
 */
export function workerAddresses(built: readonly string[]): Plugin {
  return {
    name: 'worker-addresses',
    transform(code, id) {
      const rewritten = code.replace(address, (_, _quote, path: string) => {
        const name = basename(path);
        if (!built.includes(name)) this.error(`${id} starts ${name}, which rolldown.config.ts does not build`);
        return `new URL('./${name}.js', import.meta.url)`;
      });
      return rewritten === code ? null : rewritten;
    },
  };
}
