import { join } from 'node:path';
import { buildParts, root } from '../build/parts.ts';
import { electronBinary } from './electron-binary.ts';
import { runInForeground } from './foreground.ts';
import { whyNoWindow } from './why-no-window.ts';

const tell = (line: string) => process.stdout.write(`${line}\n`);

/** An end this soon is no use by a person: the window could not be opened. */
const tooSoon = 5000;

/** Opens the window. @returns the exit code, or why there is no window */
async function openWindow(args: readonly string[]): Promise<number | string> {
  const reason = whyNoWindow(process.platform, process.env, process.getuid?.());
  if (reason) return reason;
  let binary: string;
  try {
    binary = await electronBinary(join(root, 'node_modules', 'electron'), tell);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const begun = performance.now();
  const code = await runInForeground(binary, [root, ...args], { ...process.env, CONPAAS_NODE: process.execPath });
  return code !== 0 && performance.now() - begun < tooSoon ? `it ended at once with the code ${code}` : code;
}

/** `npm start`: builds what is out of date and opens the window, or where that cannot be, the same pages in the browser. */
async function main(): Promise<number> {
  const args = process.argv.slice(2);
  await buildParts(tell);
  const outcome = await openWindow(args);
  if (typeof outcome === 'number') return outcome;
  tell(`No Electron window here (${outcome}); the same program runs in the browser instead.`);
  return runInForeground(process.execPath, [join(root, 'dist', 'serve.js'), '--open', ...args], process.env);
}

process.exitCode = await main();
