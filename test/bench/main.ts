import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildParts, root } from '../../build/parts.ts';
import type { Bench, Figure, Row } from './figure.ts';
import { apiRequests } from './figures/api-requests.ts';
import { commandLine } from './figures/command-line.ts';
import { directorStart } from './figures/director-start.ts';
import { embeddedRequests } from './figures/embedded-requests.ts';
import { idle } from './figures/idle.ts';
import { interfaceSize } from './figures/interface-size.ts';
import { interfaceStart } from './figures/interface-start.ts';
import { largeDirector } from './figures/large-director.ts';
import { lostRequests } from './figures/lost-requests.ts';
import { requests } from './figures/requests.ts';
import { serviceStart } from './figures/service-start.ts';
import { table } from './table.ts';

const figures: readonly Figure[] = [
  directorStart,
  serviceStart,
  idle,
  interfaceStart,
  interfaceSize,
  requests,
  embeddedRequests,
  lostRequests,
  largeDirector,
  apiRequests,
  commandLine,
];

const help = `Measures the bundle in dist/, which is built first. Prints a table and writes test-results/bench.json.
  --only <name>   only this figure; may be given several times: ${figures.map(({ name }) => name).join(', ')}
  --quick         fewer and shorter runs
`;

const tell = (line: string) => process.stderr.write(`${line}\n`);

/** What is to be cleaned up, the last one first. */
class CleanUp {
  readonly #tasks: (() => unknown)[] = [];

  add(task: () => unknown): void {
    this.#tasks.push(task);
  }

  async run(): Promise<void> {
    for (let task = this.#tasks.pop(); task; task = this.#tasks.pop()) {
      try {
        await task();
      } catch (error) {
        tell(`Could not clean up: ${error}`);
      }
    }
  }
}

async function measure(figure: Figure, quick: boolean, cleanUp: CleanUp): Promise<Row[]> {
  const bench: Bench = {
    quick,
    tell: (line) => tell(`  ${line}`),
    defer: (task) => cleanUp.add(task),
    async folder() {
      const folder = await mkdtemp(join(tmpdir(), 'conpaas-bench-'));
      cleanUp.add(() => rm(folder, { recursive: true, force: true }));
      return folder;
    },
  };
  const load = loadavg()[0] ?? 0;
  tell(`${figure.name} (load average ${load.toFixed(1)})`);
  try {
    return await figure.measure(bench);
  } catch (error) {
    // What one figure meets must not hide the others.
    tell(`${figure.name} was not measured: ${error instanceof Error ? error.stack : error}`);
    return [];
  } finally {
    await cleanUp.run();
  }
}

function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} × ${cpu?.model ?? 'unknown'}, ${memory} GB, ${process.platform}, Node ${process.version}`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const unknown = values.only?.find((name) => !figures.some((figure) => figure.name === name));
  if (unknown !== undefined) tell(`There is no figure "${unknown}".`);
  if (values.help || unknown !== undefined) {
    process.stdout.write(help);
    return;
  }
  await buildParts(tell);
  const cleanUp = new CleanUp();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void cleanUp.run().then(() => process.exit(130)));
  }
  const rows: Row[] = [];
  for (const figure of figures) {
    if (values.only && !values.only.includes(figure.name)) continue;
    rows.push(...(await measure(figure, values.quick, cleanUp)));
  }
  const results = join(root, 'test-results');
  await mkdir(results, { recursive: true });
  const record = { date: new Date().toISOString(), machine: machine(), quick: values.quick, rows };
  await writeFile(join(results, 'bench.json'), `${JSON.stringify(record, null, 2)}\n`);
  process.stdout.write(`\n${machine()}\n\n${table(rows)}\n`);
}

await main();
