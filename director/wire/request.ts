import type { IncomingMessage } from 'node:http';
import { ConpaasError } from '../contract/errors.ts';
import { ProtocolError } from './errors.ts';
import type { Method } from './method.ts';
import { receiveUpload } from './upload.ts';

/** A request as it came, before its parameters are checked. */
export interface WireRequest {
  verb: Method['verb'];
  id: unknown;
  serviceId: number;
  method: string;
  parameters: Record<string, unknown>;
  /** Deletes what an upload put on disk. */
  release(): Promise<void>;
}

export interface RequestLimits {
  temporaryDirectory: string;
  uploadLimitBytes: number;
  jsonLimitBytes: number;
}

const nothingToRelease = async () => {};

/**
 * Reads one request (reference §7).
 * @throws ProtocolError when it names no method, service or id; ConpaasError when an upload fails
 */
export async function readRequest(request: IncomingMessage, limits: RequestLimits): Promise<WireRequest> {
  const url = new URL(request.url ?? '/', 'https://wire');
  if (url.pathname !== '/') throw new ProtocolError(404, 'Not found');
  if (request.method === 'GET') return readQuery(url.searchParams);
  if (request.method !== 'POST') throw new ProtocolError(405, `Unsupported method ('${request.method}')`);
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return readJson(await readBody(request, limits.jsonLimitBytes));
  if (type === 'multipart/form-data') return readUpload(request, limits);
  throw new ProtocolError(415, type ? `Unknown content type '${type}'` : 'Missing content type');
}

function readQuery(query: URLSearchParams): WireRequest {
  // Of repeated parameters the last wins.
  const { params, ...rest } = Object.fromEntries(query);
  return addressed('GET', rest, params === undefined || params === '' ? {} : dictionaryOf(params), nothingToRelease);
}

function readJson(body: string): WireRequest {
  const { params, ...rest } = dictionaryOf(body);
  const parameters = params ?? {};
  if (!isDictionary(parameters)) throw new ProtocolError(400, 'Parameters are not a dictionary');
  return addressed('POST', rest, parameters, nothingToRelease);
}

async function readUpload(request: IncomingMessage, limits: RequestLimits): Promise<WireRequest> {
  const upload = await receiveUpload(request, limits.temporaryDirectory, limits.uploadLimitBytes);
  const { service_id, method, id = null, ...parameters } = upload.fields;
  try {
    return addressed('UPLOAD', { service_id, method, id }, parameters, upload.remove);
  } catch (thrown) {
    await upload.remove();
    throw thrown;
  }
}

function addressed(
  verb: Method['verb'],
  envelope: Record<string, unknown>,
  parameters: Record<string, unknown>,
  release: () => Promise<void>,
): WireRequest {
  const { method, service_id: service, id } = envelope;
  if (typeof method !== 'string' || method === '') throw new ProtocolError(400, 'Did not specify method');
  if (service === undefined || service === null) throw new ProtocolError(400, 'Did not specify service');
  if (id === undefined) throw new ProtocolError(400, 'Did not specify id');
  if (!/^\d{1,15}$/.test(String(service))) throw new ProtocolError(404, 'Service not found');
  return { verb, id, serviceId: Number(service), method, parameters, release };
}

function isDictionary(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function dictionaryOf(json: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new ProtocolError(400, 'Not valid JSON');
  }
  if (!isDictionary(value)) throw new ProtocolError(400, 'Parameters are not a dictionary');
  return value;
}

async function readBody(request: IncomingMessage, limitBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // An error is answered over this same connection, so leaving the loop must not end it.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > limitBytes) throw new ProtocolError(413, `The request is larger than ${limitBytes} bytes`);
      chunks.push(chunk);
    }
  } catch (thrown) {
    if (thrown instanceof ProtocolError) throw thrown;
    throw new ConpaasError('UPLOAD_CUT', {}, { cause: thrown });
  }
  return Buffer.concat(chunks).toString('utf8');
}
