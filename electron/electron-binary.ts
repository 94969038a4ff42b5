import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How long fetching the binary (about 110 MB) may take, in milliseconds. */
const fetchLimit = 10 * 60_000;

function installedBinary(folder: string): string | undefined {
  try {
    const binary = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'));
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

/** The last line of an error that says something to people. */
export function reasonIn(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const error = lines.find((line) => /^(\w*Error|.*\b(ENOTFOUND|ECONN\w+|ETIMEDOUT|EAI_AGAIN)\b)/.test(line));
  return (error ?? lines.find(Boolean) ?? 'no reason was given').replace(/^\w*Error: /, '');
}

/**
 * Path of the Electron program. The npm package has no binary in it; its own install script fetches it on first use.
 * @param folder of the package
 * @param tell says a line to the user before something that takes time
 * @throws Error whose message says in half a sentence why there is none
 */
export async function electronBinary(folder: string, tell: (line: string) => void): Promise<string> {
  const installed = installedBinary(folder);
  if (installed) return installed;
  tell('Fetching Electron, once …');
  const { code, output } = await run(process.execPath, [join(folder, 'install.js')]);
  const fetched = installedBinary(folder);
  if (code !== 0 || !fetched) throw new Error(`it could not be fetched: ${reasonIn(output)}`);
  return fetched;
}

function run(command: string, args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: fetchLimit });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}
