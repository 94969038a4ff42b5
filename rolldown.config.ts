import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'rolldown';
import { builtinHttp } from './build/builtin-http.ts';
import { launcher } from './build/launcher.ts';
import { workerAddresses } from './build/worker-addresses.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Loaded from node_modules as they are: native parts, WebAssembly, and Electron, which exists in Electron only. */
const external = ['electron', 'better-sqlite3', /^@php-wasm\//];

/** Programs, and what they start as child programs and threads of theirs, by their name in dist/. */
const programs = {
  director: 'director/main.ts',
  serve: 'director/serve.ts',
  manager: 'director/manager/main.ts',
  agent: 'director/agent/main.ts',
  cli: 'director/cli/main.ts',
  'embedded-main': 'director/services/php/agent/embedded/embedded-main.ts',
  'php-thread': 'director/services/php/agent/embedded/php-thread.ts',
  'electron/main': 'electron/main.ts',
  'compile-cache': 'director/installation/compile-cache.ts',
};

/** Programs that people wait for: a first file turns the compile cache on, which counts for what is loaded after it. */
const waitedFor = new Set(['director', 'serve', 'cli']);

/** Its main file for Node hides from bundlers what it requires; the one with imports does not. */
const jsoncParser = here('node_modules/jsonc-parser/lib/esm/main.js');

/**
 * One file for each program. Managers and agents run on while a newer version is built over theirs: what they load later
 * would no longer fit, or no longer be there.
 */
const bundle = (name: string, input: string): BuildOptions => ({
  input: here(input),
  platform: 'node',
  external,
  resolve: { alias: { 'jsonc-parser': jsoncParser } },
  plugins: [workerAddresses(Object.keys(programs)), builtinHttp(), ...(waitedFor.has(name) ? [launcher(name)] : [])],
  output: {
    file: here(`dist/${name}${waitedFor.has(name) ? '-program' : ''}.js`),
    format: 'esm',
    codeSplitting: false,
    comments: false,
  },
});

/** A sandboxed preload script can be CommonJS only. */
const preload: BuildOptions = {
  input: here('electron/preload.ts'),
  platform: 'node',
  external,
  output: { file: here('dist/electron/preload.cjs'), format: 'cjs', codeSplitting: false, comments: false },
};

const configurations: BuildOptions[] = [
  ...Object.entries(programs).map(([name, input]) => bundle(name, input)),
  preload,
];
export default configurations;
