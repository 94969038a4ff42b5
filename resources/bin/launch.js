// Starts the command line: the built one where there is one (it starts twice as quickly), else from its sources.
// Plain JavaScript, as any Node.js may be asked to run it; the program itself runs under the one of this package.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The first version that runs TypeScript as it is, without a warning. */
const wanted = 24;

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const built = join(root, 'dist', 'cli.js');
const entry = existsSync(built) ? built : join(root, 'director', 'cli', 'main.ts');

function startOther(words) {
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const child = spawn(node, [entry, ...words], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    process.stderr.write(`cps-tools cannot start ${node}: ${error.message}. Run "npm ci" in ${root}.\n`);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

/**
 * Runs cps-tools with the arguments of this process.
 * @param {string} [group] the group of a short program: "php" for cps-php
 */
export async function launch(group) {
  const words = [...(group === undefined ? [] : [`--group=${group}`]), ...process.argv.slice(2)];
  if (Number.parseInt(process.versions.node, 10) < wanted) return startOther(words);
  process.argv.splice(2, process.argv.length, ...words);
  await import(pathToFileURL(entry).href);
}
