import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { servedCodePattern, type WebSettings, webSettings } from '../settings.ts';
import { forward } from './forward.ts';
import {
  clientHeader,
  codeHeader,
  fromHeader,
  type ScriptMark,
  scriptHeader,
  secretHeader,
  toHeader,
} from './headers.ts';
import { HttpListener, refuse } from './http-listener.ts';
import { decodedPath, hiddenPattern, scriptPattern } from './path.ts';
import type { EmbeddedRole } from './role-program.ts';
import { Upstreams } from './upstreams.ts';

type FileHandler = ReturnType<typeof sirv>;

const patienceMs = 2000;

function clientOf({ headers, socket }: IncomingMessage): string {
  return fromHeader(headers[clientHeader.toLowerCase()]) ?? socket.remoteAddress ?? '';
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  const entry = await stat(path).catch(() => undefined);
  return entry?.isFile() ? 'file' : entry?.isDirectory() ? 'folder' : undefined;
}

/** The web role in Node: files only, as `nginx-static-configuration.ts`. */
export class StaticFiles implements EmbeddedRole {
  readonly #place: { address: string; code: string };
  readonly #fronts = new Upstreams();
  readonly #listener = new HttpListener((request, response) => this.#serve(request, response), clientOf);
  readonly #files = new Map<string, FileHandler>();
  #settings: WebSettings | undefined;

  constructor(place: { address: string; code: string }) {
    this.#place = place;
  }

  async apply(given: unknown): Promise<void> {
    const settings = webSettings.parse(given);
    this.#settings = settings;
    this.#files.clear();
    const fronts = settings.fronts.map((front) => ({ ...front, id: `${front.ip}:${front.port}`, weight: 100 }));
    const drained = this.#fronts.set(fronts);
    await this.#listener.listen(this.#place.address, settings.port);
    await drained;
  }

  counters() {
    return this.#listener.counters;
  }

  stop(): Promise<void> {
    return this.#listener.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, url = '/' } = request;
    if (!this.#settings || headers[secretHeader.toLowerCase()] !== this.#settings.secret) return refuse(response, 403);
    const code = fromHeader(headers[codeHeader.toLowerCase()]) ?? '';
    const path = decodedPath(url);
    if (path === undefined) return refuse(response, 400);
    if (!servedCodePattern.test(code)) return refuse(response, 404);
    if (scriptPattern.test(path)) return this.#handBack(request, response, code, 'path');
    if (hiddenPattern.test(path)) return refuse(response, 404);
    const root = join(this.#place.code, code);
    const kind = await kindOf(join(root, path));
    if (kind === 'file' && !path.endsWith('/')) return this.#send(request, response, root, path);
    if (kind === 'folder') return this.#folder(request, response, root, path, code);
    return this.#missing(request, response, root, code);
  }

  async #folder(request: IncomingMessage, response: ServerResponse, root: string, path: string, code: string) {
    if (!path.endsWith('/')) {
      const [plain = '', ...query] = (request.url ?? '').split('?');
      // "//host" would lead to another site.
      const location = [`${plain.replace(/^\/+/, '/')}/`, ...query].join('?');
      return refuse(response, 301, { Location: location });
    }
    if ((await kindOf(join(root, path, 'index.html'))) === 'file')
      return this.#send(request, response, root, `${path}index.html`);
    if ((await kindOf(join(root, path, 'index.php'))) === 'file')
      return this.#handBack(request, response, code, 'directory');
    return this.#missing(request, response, root, code);
  }

  async #missing(request: IncomingMessage, response: ServerResponse, root: string, code: string): Promise<void> {
    const front = (await kindOf(join(root, 'index.php'))) === 'file';
    return front ? this.#handBack(request, response, code, 'root') : refuse(response, 404);
  }

  #send(request: IncomingMessage, response: ServerResponse, root: string, path: string): void {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuse(response, 405);
      return;
    }
    // It looks at the disk each time: applications write into their own folders.
    const files = this.#files.get(root) ?? sirv(root, { dev: true, etag: true, extensions: [] });
    this.#files.set(root, files);
    const file = Object.assign(request, { url: encodeURI(path).replace(/[?#]/g, encodeURIComponent) });
    files(file, response, () => refuse(response, 404));
  }

  async #handBack(request: IncomingMessage, response: ServerResponse, code: string, mark: ScriptMark): Promise<void> {
    const headers = {
      [codeHeader]: toHeader(code),
      [clientHeader]: clientOf(request),
      [scriptHeader]: mark,
      [secretHeader]: this.#settings?.secret ?? '',
    };
    const reached = await this.#fronts.use((front) => forward(request, response, front, headers), patienceMs);
    if (!reached) refuse(response, 502);
  }
}
