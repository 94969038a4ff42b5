import { once } from 'node:events';
import { type MessagePort, parentPort } from 'node:worker_threads';
import * as nodePackage from '@php-wasm/node';
import * as universalPackage from '@php-wasm/universal';
import type { PhpJob, PhpMessage, PhpThreadData } from './php-job.ts';
import type { Php, PhpWasmNode, PhpWasmUniversal } from './php-wasm.ts';
import { closeRelay } from './relay-guard.ts';

const { createNodeFsMountHandler, loadNodeRuntime } = nodePackage as unknown as PhpWasmNode;
const { PHP, setPhpIniEntries } = universalPackage as unknown as PhpWasmUniversal;

/**
 * What runs before each script. mail() would start a program, which ends the runtime: scripts are told that it failed. This runtime leaves
 * $_ENV empty, whatever variables_order says, and getenv tells only what it is asked for by name.
 */
function preload(environment: Record<string, string>): string {
  const names = Object.keys(environment).map((name) => `'${name}'`);
  return `<?php
if (!function_exists('mail')) { function mail(...$arguments) { return false; } }
foreach ([${names.join(', ')}] as $name) $_ENV[$name] = getenv($name);
unset($name);`;
}

async function start({ module, processId, mounts, ini, environment }: PhpThreadData): Promise<Php> {
  const runtime = await loadNodeRuntime('8.4', {
    emscriptenOptions: {
      processId,
      preRun: [closeRelay],
      instantiateWasm(
        imports: WebAssembly.Imports,
        done: (instance: WebAssembly.Instance, from: WebAssembly.Module) => void,
      ) {
        void WebAssembly.instantiate(module, imports).then((instance) => done(instance, module));
        return {};
      },
    },
  });
  const php = new PHP(runtime);
  await php.setSapiName('fpm-fcgi');
  for (const [inside, outside] of Object.entries(mounts)) {
    php.mkdirTree(inside);
    await php.mount(inside, createNodeFsMountHandler(outside));
  }
  await setPhpIniEntries(php, ini);
  php.mkdirTree('/internal/shared/preload');
  php.writeFile('/internal/shared/preload/conpaas.php', preload(environment));
  return php;
}

function tell(message: PhpMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

async function run(php: Php, job: PhpJob, environment: Record<string, string>): Promise<void> {
  const { id, script, uri, method, headers, body, server } = job;
  const answer = await php.runStream({
    scriptPath: script,
    relativeUri: uri,
    method,
    headers,
    $_SERVER: server,
    env: environment,
    ...(body ? { body } : {}),
  });
  tell({ type: 'head', id, status: await answer.httpStatusCode, headers: await answer.headers });
  const errors = answer.stderrText;
  for await (const bytes of answer.stdout) {
    // The stream's memory may be PHP's own.
    const copy = Uint8Array.from(bytes);
    tell({ type: 'chunk', id, bytes: copy }, [copy.buffer]);
  }
  // A script that ends with an error has told so by its status.
  await answer.exitCode.catch(() => 0);
  tell({ type: 'end', id, errors: await errors });
}

async function serve(port: MessagePort): Promise<void> {
  const [data] = (await once(port, 'message')) as [PhpThreadData];
  const php = await start(data);
  // The first run takes longer than others: no visitor shall wait for it.
  await php.run({ code: '' });
  port.on('message', (job: PhpJob) => {
    run(php, job, data.environment).catch((thrown) => {
      const why = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      tell({ type: 'broken', id: job.id, why });
    });
  });
  tell({ type: 'ready' });
}

if (parentPort) await serve(parentPort);
