import type { IncomingMessage } from 'node:http';
import {
  fromHeader,
  isScriptMark,
  portHeader,
  type ScriptMark,
  scriptHeader,
} from '../../../web/agent/embedded/headers.ts';
import { decodedPath } from '../../../web/agent/embedded/path.ts';
import type { PhpJob } from './php-job.ts';

export interface Script {
  /** Path below the served folder: "/sub/index.php". */
  name: string;
  /** What follows the script in the path. */
  info: string;
}

function scriptInPath(path: string, mark: ScriptMark): Script {
  if (mark === 'root') return { name: '/index.php', info: '' };
  if (mark === 'directory') return { name: `${path}index.php`, info: '' };
  const [, name = path, info = ''] = /^(.*?\.php)(\/.*)$/i.exec(path) ?? [];
  return { name, info };
}

/** The script that a request is for. @returns undefined for a request that is not valid */
export function scriptOf({ headers, url = '' }: IncomingMessage): Script | undefined {
  const mark = fromHeader(headers[scriptHeader.toLowerCase()]);
  const path = decodedPath(url);
  return path !== undefined && isScriptMark(mark) ? scriptInPath(path, mark) : undefined;
}

/** Headers as one text each; those of our own servers are not for scripts. */
function plainHeaders(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers).flatMap(([name, value]): [string, string][] => {
    if (name.startsWith('x-conpaas-') || name === 'connection' || value === undefined) return [];
    return [[name, Array.isArray(value) ? value.join(', ') : value]];
  });
  return Object.fromEntries(entries);
}

function authorization(text: string | undefined): Record<string, string> {
  const [, encoded] = /^Basic (\S+)$/i.exec(text ?? '') ?? [];
  if (encoded === undefined) return {};
  const plain = Buffer.from(encoded, 'base64').toString('utf8');
  const at = plain.indexOf(':');
  return at < 0 ? {} : { PHP_AUTH_USER: plain.slice(0, at), PHP_AUTH_PW: plain.slice(at + 1) };
}

/** What PHP is told of a request. */
export function phpRequest(
  request: IncomingMessage,
  about: { root: string; script: Script; client: string; body: Uint8Array | undefined },
): Omit<PhpJob, 'id'> {
  const { url = '/', method = 'GET', headers, socket } = request;
  const { root, script, client, body } = about;
  const host = headers.host ?? '';
  const all = plainHeaders(request);
  // A chunked body came without its length.
  if (body) all['content-length'] = String(body.length);
  delete all['transfer-encoding'];
  const server = {
    DOCUMENT_ROOT: root,
    SCRIPT_NAME: script.name,
    SCRIPT_FILENAME: root + script.name,
    PHP_SELF: script.name + script.info,
    ...(script.info === '' ? {} : { PATH_INFO: script.info }),
    QUERY_STRING: url.includes('?') ? url.slice(url.indexOf('?') + 1) : '',
    REQUEST_SCHEME: 'http',
    SERVER_NAME: host.replace(/:\d+$/, ''),
    SERVER_ADDR: socket.localAddress ?? '',
    SERVER_PORT: fromHeader(headers[portHeader.toLowerCase()]) ?? '80',
    SERVER_PROTOCOL: `HTTP/${request.httpVersion}`,
    SERVER_SOFTWARE: 'ConPaaS',
    GATEWAY_INTERFACE: 'CGI/1.1',
    REMOTE_ADDR: client,
    ...authorization(headers.authorization),
  };
  return { script: root + script.name, uri: url, method, headers: all, body, server };
}
