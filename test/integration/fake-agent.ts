import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Authority } from '../../director/certificates/authority.ts';
import type { ConpaasError } from '../../director/contract/errors.ts';
import type { ServerStatus } from '../../director/contract/service.ts';
import { type Method, method } from '../../director/wire/method.ts';
import { dictionary, list, optional, positiveInteger, text, uploadedFile } from '../../director/wire/parameters.ts';
import { createWireServer, type WireServer } from '../../director/wire/server.ts';

interface HttpProxy {
  port: number;
  front_port: number;
  secret: string;
  code_version: string;
  root?: string | undefined;
  web_list: Record<string, unknown>[];
  fpm_list: Record<string, unknown>[];
}

/** The agent of one node over the real wire protocol, with no servers behind it: it only remembers what it was told. */
export class FakeAgent {
  readonly id: string;
  /** What each method is answered with instead. */
  readonly failures = new Map<string, ConpaasError>();
  /** When set for a method, it waits for it before it answers. */
  readonly gates = new Map<string, Promise<void>>();
  servers: ServerStatus[] = [];
  proxy: HttpProxy | undefined;
  php: Record<string, unknown> | undefined;
  web: { front_list: unknown[]; code_versions: unknown[] } | undefined;
  readonly code = new Set<string>();
  traffic = { requests: 0, errors: 0, active: 0 };
  readonly #authority: Authority;
  readonly #place: { uid: number; aid: number; directory: string };
  readonly #told: (method: string) => void;
  #server: WireServer | undefined;
  #port = 0;

  constructor(
    id: string,
    authority: Authority,
    place: { uid: number; aid: number; directory: string },
    told: (method: string) => void,
  ) {
    this.id = id;
    this.#authority = authority;
    this.#place = place;
    this.#told = told;
  }

  /** Listens, on the port it had before if there was one. */
  async start(): Promise<number> {
    const { uid, aid, directory } = this.#place;
    const temporaryDirectory = join(directory, 'agents', this.id);
    await mkdir(temporaryDirectory, { recursive: true });
    const methods = this.#methods();
    this.#server = createWireServer({
      address: '127.0.0.1',
      port: this.#port,
      credentials: await this.#authority.issue({ kind: 'agent', uid, serviceLocator: aid, addresses: ['127.0.0.1'] }),
      accepts: (peer) => peer.role === 'manager' && peer.serviceLocator === aid,
      service: () => methods,
      temporaryDirectory,
      log: { info() {}, warn() {}, error() {} },
    });
    this.#port = (await this.#server.listen()).port;
    return this.#port;
  }

  async stop(): Promise<void> {
    await this.#server?.close(0);
    this.#server = undefined;
  }

  #methods(): Method[] {
    const proxy = {
      port: positiveInteger(),
      front_port: positiveInteger(),
      secret: text(),
      code_version: text(),
      root: optional(text()),
      web_list: list(dictionary()),
      fpm_list: list(dictionary()),
    };
    const web = {
      port: positiveInteger(),
      secret: text(),
      code_versions: list(text()),
      front_list: list(dictionary()),
    };
    const php = { port: positiveInteger(), configuration: dictionary() };
    const code = { filetype: text(), codeVersionId: text(), file: uploadedFile(), root: optional(text()) };
    const setProxy = async (given: HttpProxy) => {
      this.proxy = given;
    };
    const setWeb = async (given: { front_list: unknown[]; code_versions: unknown[] }) => {
      this.web = given;
    };
    const setPhp = async (given: { configuration: Record<string, unknown> }) => {
      this.php = given.configuration;
    };
    return [
      method('GET', 'check_process', {}, async () => this.#quiet('check_process')),
      method('GET', 'get_status', {}, async () => {
        await this.#quiet('get_status');
        return { servers: this.servers, runtime: 'haproxy 2.6, PHP 8.2' };
      }),
      method('GET', 'get_traffic', {}, async () => ({ traffic: [{ role: 'proxy', ...this.traffic }] })),
      method('GET', 'get_log', { filename: optional(text()) }, async ({ filename }) => {
        return { log: `${this.id} ${filename ?? 'cpsagent.log'}`, size: 10 };
      }),
      this.#said('createHttpProxy', proxy, setProxy),
      this.#said('updateHttpProxy', proxy, setProxy),
      this.#said('stopHttpProxy', {}, async () => {
        this.proxy = undefined;
      }),
      this.#said('createWebServer', web, setWeb),
      this.#said('updateWebServer', web, setWeb),
      this.#said('stopWebServer', {}, async () => {
        this.web = undefined;
      }),
      this.#said('createPHP', php, setPhp),
      this.#said('updatePHP', php, setPhp),
      this.#said('stopPHP', {}, async () => {
        this.php = undefined;
      }),
      this.#said('deleteCode', { codeVersionId: text() }, async ({ codeVersionId }) => {
        this.code.delete(codeVersionId);
      }),
      method('UPLOAD', 'updatePHPCode', code, async ({ codeVersionId }) => {
        await this.#heard('updatePHPCode');
        this.code.add(codeVersionId);
        return {};
      }),
      method('GET', 'checkCode', { codeVersionId: text(), root: optional(text()) }, async () => {
        await this.#heard('checkCode');
        return { ok: true, status: 200, why: null };
      }),
    ];
  }

  /** A POST method that is written down, and does what it says unless it is to fail. */
  #said<K extends Parameters<typeof method>[2]>(name: string, kinds: K, run: Parameters<typeof method<K>>[3]): Method {
    return method('POST', name, kinds, async (parameters, call) => {
      await this.#heard(name);
      await run(parameters, call);
      return {};
    });
  }

  #heard(name: string): Promise<object> {
    this.#told(name);
    return this.#quiet(name);
  }

  async #quiet(name: string): Promise<object> {
    await this.gates.get(name);
    const failure = this.failures.get(name);
    if (failure) throw failure;
    return {};
  }
}
