import { parseArgs } from 'node:util';
import { endSignals } from './end-signals.ts';
import { useCompileCache } from './installation/compile-cache.ts';

const help = `Runs the Director alone; the pages are at the address it prints. Options:
  --data-dir <folder>   where everything is kept, instead of the usual place
  --port <number>       port of the pages, instead of the usual one
  --api-port <number>   port for client certificates, instead of 5555
  --open                opens the pages in the browser
`;

const options = {
  'data-dir': { type: 'string' },
  port: { type: 'string' },
  'api-port': { type: 'string' },
  open: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

function portOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`--${name} ${text}: a port is a number from 0 to 65535.`);
  return port;
}

/** The Director for people who want the pages in a browser, or no pages at all. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const directory = values['data-dir'];
  useCompileCache(process.env);
  const { serve } = await import('./serve-program.ts');
  const [uiPort, apiPort] = [portOf('port', values.port), portOf('api-port', values['api-port'])];
  return serve({
    ...(directory === undefined ? {} : { dataDirectory: directory }),
    ...(uiPort === undefined ? {} : { uiPort }),
    ...(apiPort === undefined ? {} : { apiPort }),
    open: values.open === true,
    signals: endSignals(),
    tell: (text) => process.stdout.write(`${text}\n`),
  });
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
