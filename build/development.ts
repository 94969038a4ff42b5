import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer } from 'vite';
import { root } from './parts.ts';

/** The line in which the Director tells where its pages are. */
const launchLine = /(http:\/\/127\.0\.0\.1:\d+)\/#(launch=\S+)/;

/**
 * `npm run dev`: the Director from its sources, started anew when one of them changes, and Vite's server, which changes the
 * page while it is open. The session outlives both, as long as the ports stay the same.
 */
function main(): void {
  const entry = join(root, 'director', 'serve.ts');
  const director = spawn(process.execPath, ['--watch', '--watch-preserve-output', entry, ...process.argv.slice(2)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => director.kill(signal));
  director.once('exit', (code) => process.exit(code ?? 0));

  let pages: Promise<string> | undefined;
  createInterface(director.stdout).on('line', async (line) => {
    const [, origin, launch] = launchLine.exec(line) ?? [];
    if (!origin) {
      process.stdout.write(`${line}\n`);
      return;
    }
    pages ??= servePages(origin);
    process.stdout.write(`  ${await pages}#${launch}\n`);
  });
}

/** @returns the address of the pages, which pass questions on to the Director */
async function servePages(directorUrl: string): Promise<string> {
  process.env.CONPAAS_DIRECTOR_URL = directorUrl;
  const server = await createServer({ configFile: join(root, 'vite.config.ts'), clearScreen: false });
  await server.listen();
  return server.resolvedUrls?.local[0] ?? '';
}

main();
