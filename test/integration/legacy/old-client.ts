import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { buffer } from 'node:stream/consumers';

/** PEM texts. */
export interface OldCredentials {
  key: string;
  cert: string;
}

export interface OldAnswer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
  text: string;
  /** The body as JSON. */
  json: unknown;
}

export interface OldRequest {
  credentials?: OldCredentials | undefined;
  ca?: string;
  /** Sent urlencoded. */
  form?: Record<string, string>;
  /** Sent as multipart/form-data. */
  multipart?: Record<string, string>;
  files?: Record<string, { filename: string; content: Buffer }>;
  query?: Record<string, string>;
  body?: string | Buffer;
  headers?: Record<string, string>;
}

// The boundary that the Python clients of ConPaaS 2.1 use for every form.
const boundary = '----------_BoUnDaRy_StRiNg_$';

export function multipartBody(fields: Record<string, string>, files: OldRequest['files'] = {}): Buffer {
  const parts = [
    ...Object.entries(fields).map(([name, value]) =>
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    ),
    ...Object.entries(files).flatMap(([name, { filename, content }]) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
      ),
      content,
      Buffer.from('\r\n'),
    ]),
  ];
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
}

function contentOf({ form, multipart, files, body }: OldRequest): { type?: string; content?: string | Buffer } {
  if (multipart || files)
    return { type: `multipart/form-data; boundary=${boundary}`, content: multipartBody(multipart ?? {}, files) };
  if (form) return { type: 'application/x-www-form-urlencoded', content: new URLSearchParams(form).toString() };
  return body === undefined ? {} : { content: body };
}

/**
 * A request as clients of ConPaaS 2.1 make it, written from the reference alone: a connection of its own, no Connection header, whose
 * answer is read until the connection ends.
 */
export async function oldCall(url: string, method: string, path: string, options: OldRequest = {}): Promise<OldAnswer> {
  const { type, content } = contentOf(options);
  const query = options.query ? `?${new URLSearchParams(options.query)}` : '';
  const sent = request(url, {
    method,
    path: path + query,
    agent: false,
    headers: {
      ...(type ? { 'content-type': type } : {}),
      ...(content === undefined ? {} : { 'content-length': String(Buffer.byteLength(content)) }),
      ...options.headers,
    },
    ...(options.ca === undefined ? { rejectUnauthorized: false } : { ca: options.ca }),
    checkServerIdentity: () => undefined,
    ...options.credentials,
  });
  sent.removeHeader('connection');
  sent.end(content);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const body = await buffer(answer);
  const text = body.toString('utf8');
  return { status: answer.statusCode ?? 0, headers: answer.headers, body, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
