import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { indexIsScript } from '../code-index.ts';
import { type ProxySettings, proxySettings, servedCode } from '../settings.ts';
import { forward } from './forward.ts';
import {
  clientHeader,
  codeHeader,
  fromHeader,
  isScriptMark,
  portHeader,
  type ScriptMark,
  scriptHeader,
  secretHeader,
  toHeader,
} from './headers.ts';
import { HttpListener, refuse } from './http-listener.ts';
import { decodedPath } from './path.ts';
import type { EmbeddedRole } from './role-program.ts';
import { Upstreams } from './upstreams.ts';

const patienceMs = 4000;
const phpPattern = /\.php(\/|$)/i;

interface Serving {
  settings: ProxySettings;
  /** Value of the code header: the version, and the folder of it that is served. */
  code: string;
  indexIsScript: boolean;
}

function clientOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? '';
}

/** The proxy role in Node: the same decisions as haproxy's configuration, see `haproxy-configuration.ts`. */
export class Balancer implements EmbeddedRole {
  readonly #place: { address: string; code: string };
  readonly #webs = new Upstreams();
  readonly #backends = new Upstreams();
  readonly #www = new HttpListener((request, response) => this.#visit(request, response), clientOf);
  readonly #front = new HttpListener((request, response) => this.#comeBack(request, response), null);
  /** Replaced as a whole: a request sees one version only. */
  #serving: Serving | undefined;

  constructor(place: { address: string; code: string }) {
    this.#place = place;
  }

  async apply(given: unknown): Promise<void> {
    const settings = proxySettings.parse(given);
    const code = servedCode(settings.codeVersion, settings.root);
    this.#serving = { settings, code, indexIsScript: indexIsScript(join(this.#place.code, code)) };
    const drained = Promise.all([this.#webs.set(settings.webs), this.#backends.set(settings.backends)]);
    await this.#front.listen(this.#place.address, settings.frontPort);
    await this.#www.listen(this.#place.address, settings.port);
    await drained;
  }

  counters() {
    return this.#www.counters;
  }

  async stop(): Promise<void> {
    await this.#www.close();
    await this.#front.close();
  }

  async #visit(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const serving = this.#serving;
    const path = decodedPath(request.url ?? '');
    if (!serving || path === undefined) return refuse(response, serving ? 400 : 503);
    const client = clientOf(request);
    const { code, settings } = serving;
    const headers = { [codeHeader]: toHeader(code), [clientHeader]: client, 'X-Forwarded-For': client };
    const mark = phpPattern.test(path) ? 'path' : path === '/' && serving.indexIsScript ? 'root' : undefined;
    if (mark) return this.#run(request, response, mark, headers);
    const inside = { ...headers, [secretHeader]: settings.secret };
    const reached = await this.#webs.use((web) => forward(request, response, web, inside), patienceMs);
    if (!reached) refuse(response, 503);
  }

  /** What a web node does not have. */
  async #comeBack(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers } = request;
    if (!this.#serving || headers[secretHeader.toLowerCase()] !== this.#serving.settings.secret)
      return refuse(response, 403);
    const mark = fromHeader(headers[scriptHeader.toLowerCase()]);
    const code = headers[codeHeader.toLowerCase()];
    if (!isScriptMark(mark) || typeof code !== 'string') return refuse(response, 404);
    const client = fromHeader(headers[clientHeader.toLowerCase()]) ?? '';
    return this.#run(request, response, mark, { [codeHeader]: code, [clientHeader]: client });
  }

  async #run(
    request: IncomingMessage,
    response: ServerResponse,
    mark: ScriptMark,
    headers: Record<string, string>,
  ): Promise<void> {
    const port = String(this.#serving?.settings.port ?? '');
    const all = { ...headers, [scriptHeader]: mark, [portHeader]: port };
    const reached = await this.#backends.use((backend) => forward(request, response, backend, all), patienceMs);
    if (!reached) refuse(response, 503);
  }
}
