import { lookup as resolveName } from 'node:dns';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ConpaasError } from '../contract/errors.ts';
import { isPublicAddress, whyNot } from './address.ts';

export interface FetchLimits {
  bytes: number;
  /** Until the head of the answer is there, for each redirect anew. */
  answerMs: number;
  /** Without a byte. */
  idleMs: number;
  /** From the first connection to the last byte: who sends a byte now and then does not hold us for ever. */
  totalMs: number;
}

export const fetchTimes = { answerMs: 15_000, idleMs: 20_000, totalMs: 300_000 } as const;
const mostRedirects = 5;

export interface FetchRequest {
  url: URL;
  /** Where it is written; there is no such file yet. */
  path: string;
  limits: FetchLimits;
  /**
   * false: only addresses of the public Internet are asked. They are looked at when the connection is made, so that a name which
   * leads elsewhere the second time is of no use.
   */
  anyAddress: boolean;
  signal: AbortSignal;
}

/** An address without its query, which may hold a key. */
export function shownUrl({ origin, pathname }: URL): string {
  return `${origin}${pathname}`.slice(0, 300);
}

/**
 * Fetches a file by http(s) and writes it to the disk. Certificates are verified; redirects are followed a few times, but from
 * https never to http.
 * @throws FETCH_FAILED, FETCH_TOO_LARGE, FETCH_REFUSED, STORAGE_FULL; nothing is left of the file then
 */
export async function fetchFile({ url, path, limits, anyAddress, signal }: FetchRequest): Promise<void> {
  const total = AbortSignal.timeout(limits.totalMs);
  const ended = AbortSignal.any([signal, total]);
  try {
    const answer = await follow(url, limits, anyAddress, ended);
    await write(answer, url, path, limits, ended);
  } catch (thrown) {
    await rm(path, { force: true });
    signal.throwIfAborted();
    const seconds = Math.round(limits.totalMs / 1000);
    if (total.aborted) throw failed(url, `it took longer than ${seconds} s`);
    throw failed(url, thrown);
  }
}

async function follow(
  first: URL,
  limits: FetchLimits,
  anyAddress: boolean,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  let url = first;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const answer = await ask(url, limits, anyAddress, signal);
    const { statusCode = 0, headers } = answer;
    if (statusCode === 200) return answer;
    answer.destroy();
    if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined)
      throw failed(first, `the answer has the HTTP status ${statusCode}`);
    const next = URL.parse(headers.location, url);
    if (!next) throw failed(first, 'it leads to an address that cannot be read');
    const why = whyNot(next);
    if (why !== undefined) throw failed(first, `it leads elsewhere, but ${why}`);
    if (url.protocol === 'https:' && next.protocol !== 'https:')
      throw failed(first, 'it leads from https to http, which anybody on the way could change');
    url = next;
  }
  throw failed(first, `it leads elsewhere more than ${mostRedirects} times`);
}

function ask(url: URL, limits: FetchLimits, anyAddress: boolean, signal: AbortSignal): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!anyAddress && isIP(host) !== 0 && !isPublicAddress(host)) throw refused(url, host);
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => asking.destroy(new Error(`there was no answer within ${limits.answerMs / 1000} s`)),
      limits.answerMs,
    );
    const asking = request(
      url,
      {
        signal,
        // No connection is kept for a second request: there is none.
        agent: false,
        headers: { 'user-agent': 'ConPaaS', accept: '*/*', 'accept-encoding': 'identity' },
        ...(anyAddress ? {} : { lookup: lookupPublic(url) }),
      },
      resolve,
    );
    asking.once('error', reject);
    asking.once('close', () => clearTimeout(timer));
    asking.once('response', () => clearTimeout(timer));
    asking.end();
  });
}

/** The system's lookup, without addresses that are none of the public Internet. */
function lookupPublic(url: URL): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const allowed = addresses.filter(({ address }) => isPublicAddress(address));
      const [first] = allowed;
      if (!first) return callback(refused(url, addresses[0]?.address ?? hostname), []);
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

async function write(answer: IncomingMessage, url: URL, path: string, limits: FetchLimits, signal: AbortSignal) {
  const announced = Number(answer.headers['content-length'] ?? 0);
  if (announced > limits.bytes) {
    answer.destroy();
    throw tooLarge(url, limits);
  }
  answer.setTimeout(limits.idleMs, () => answer.destroy(new Error(`nothing came for ${limits.idleMs / 1000} s`)));
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > limits.bytes ? tooLarge(url, limits) : null, chunk);
    },
  });
  await pipeline(answer, counted, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal });
}

function tooLarge(url: URL, { bytes }: FetchLimits): ConpaasError {
  const limit = bytes < 1024 * 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024 / 1024)} MB`;
  return new ConpaasError('FETCH_TOO_LARGE', { url: shownUrl(url), limit });
}

function refused(url: URL, host: string): ConpaasError {
  return new ConpaasError('FETCH_REFUSED', { url: shownUrl(url), host });
}

const certificateProblems: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that this computer does not trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that this computer does not trust',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that this computer does not trust',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  ENOTFOUND: 'there is no such host',
  ECONNREFUSED: 'nothing answers there',
  ECONNRESET: 'the connection was cut',
  ABORT_ERR: 'it was cut off',
};

function failed(url: URL, thrown: unknown): ConpaasError {
  if (thrown instanceof ConpaasError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'ENOSPC')
    return new ConpaasError('STORAGE_FULL', { place: 'the data of the Director' }, { cause: thrown });
  const why = certificateProblems[code] ?? (thrown instanceof Error ? thrown.message : String(thrown));
  return new ConpaasError('FETCH_FAILED', { url: shownUrl(url), why }, { cause: thrown });
}
