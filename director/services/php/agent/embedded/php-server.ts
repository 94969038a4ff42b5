import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { getPHPLoaderModule } from '@php-wasm/node-8-4';
import { clientHeader, codeHeader, fromHeader } from '../../../web/agent/embedded/headers.ts';
import { HttpListener, refuse } from '../../../web/agent/embedded/http-listener.ts';
import type { EmbeddedOptions } from '../../../web/agent/embedded/messages.ts';
import type { EmbeddedRole } from '../../../web/agent/embedded/role-program.ts';
import { servedCodePattern } from '../../../web/agent/settings.ts';
import { type PhpSettings, phpSettings } from '../php-settings.ts';
import { AnswerWriter } from './answer-writer.ts';
import { PhpPool } from './php-pool.ts';
import { phpRequest, scriptOf } from './php-request.ts';
import { pathInPhp, phpBytes, phpIniValues, phpMounts, scriptLimitMs } from './php-values.ts';
import { requestBody } from './request-body.ts';

/** What is above post_max_size PHP itself tells the script; what is far above is not even read. */
const bodySlack = 1.25;
const unlimitedBytes = 512 * 1024 * 1024;
/** Each takes about 100 MB, so no more than a laptop can spare; all but the first only come when they are needed. */
const threads = Math.min(4, Math.max(2, availableParallelism()));

function clientOf({ headers, socket }: IncomingMessage): string {
  return fromHeader(headers[clientHeader.toLowerCase()]) ?? socket.remoteAddress ?? '';
}

function sameForScripts(one: PhpSettings, other: PhpSettings): boolean {
  const { configuration, environment } = one;
  return isDeepStrictEqual([configuration, environment], [other.configuration, other.environment]);
}

/** The backend role without php-fpm: PHP as WebAssembly in threads, asked over HTTP. */
export class PhpServer implements EmbeddedRole {
  readonly #options: EmbeddedOptions;
  readonly #program: string;
  readonly #interpreter: Promise<WebAssembly.Module>;
  readonly #listener = new HttpListener((request, response) => this.#serve(request, response), clientOf);
  #settings: PhpSettings | undefined;
  #pool: PhpPool | undefined;

  /** @param program path of the thread's program */
  constructor(options: EmbeddedOptions, program: string) {
    this.#options = options;
    this.#program = program;
    // Compiled once for all threads.
    this.#interpreter = getPHPLoaderModule()
      .then(({ dependencyFilename }) => readFile(dependencyFilename))
      .then((bytes) => WebAssembly.compile(bytes));
  }

  /** Listens at once; the first requests wait for the first thread. */
  async apply(given: unknown): Promise<void> {
    const settings = phpSettings.parse(given);
    if (!this.#settings || !sameForScripts(settings, this.#settings)) {
      const before = this.#pool;
      this.#pool = this.#openPool(settings);
      // Scripts under way end with the settings they began with.
      await before?.close();
    }
    this.#settings = settings;
    await this.#listener.listen(this.#options.address, settings.port);
  }

  counters() {
    return this.#listener.counters;
  }

  async stop(): Promise<void> {
    await this.#listener.close();
    await this.#pool?.close();
  }

  #openPool({ configuration, environment: own }: PhpSettings): PhpPool {
    const ini = phpIniValues(configuration, this.#options);
    const environment = { ...own, CONPAAS_DATA_DIR: pathInPhp(this.#options.data) };
    const mounts = phpMounts(this.#options);
    return new PhpPool({
      program: this.#program,
      data: async (processId) => ({ module: await this.#interpreter, processId, mounts, ini, environment }),
      threads,
      limitMs: scriptLimitMs(configuration),
      onProblem: (text) => console.error(text),
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const code = fromHeader(request.headers[codeHeader.toLowerCase()]) ?? '';
    const script = scriptOf(request);
    if (!this.#pool || !this.#settings) return refuse(response, 503);
    if (!script) return refuse(response, 400);
    if (!servedCodePattern.test(code)) return refuse(response, 404);
    const root = join(this.#options.code, code);
    const file = await stat(join(root, script.name)).catch(() => undefined);
    if (!file?.isFile() || !script.name.endsWith('.php')) return refuse(response, 404);
    const body = await requestBody(request, this.#bodyLimit(this.#settings));
    if (body === 'too large') return refuse(response, 413, { Connection: 'close' });
    const job = phpRequest(request, { root: pathInPhp(root), script, client: clientOf(request), body });
    await new Promise<void>((resolve) => {
      this.#pool?.run(job, new AnswerWriter(response, request.method === 'HEAD'));
      response.once('close', resolve);
    });
  }

  #bodyLimit({ configuration }: PhpSettings): number {
    const bytes = phpBytes(configuration.post_max_size ?? '8M');
    return bytes === 0 ? unlimitedBytes : bytes * bodySlack;
  }
}
