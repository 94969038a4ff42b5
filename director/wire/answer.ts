import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { ConpaasError } from '../contract/errors.ts';
import { contentDisposition } from './content-disposition.ts';
import type { ProtocolError } from './errors.ts';
import type { FileAnswer } from './method.ts';

function sendJson(response: ServerResponse, status: number, reason: string, body: object): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, reason, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
  response.end(bytes);
}

export function sendResult(response: ServerResponse, id: unknown, result: unknown): void {
  sendJson(response, 200, 'OK', { result: result ?? null, error: null, id });
}

/** A failure of a method: HTTP 200 with `error`, as clients of ConPaaS 2.1 expect, and our code beside it. */
export function sendFailure(response: ServerResponse, id: unknown, error: ConpaasError): void {
  const { message, ...rest } = error.toBody();
  sendJson(response, 200, 'OK', { error: message, ...rest, id });
}

/** A request that reached no method. Clients of ConPaaS 2.1 read the text from the status line. */
export function sendRefusal(response: ServerResponse, error: ProtocolError): void {
  // A status line holds plain letters only; the body has the text as it is.
  const reason = error.message.replace(/[^\x20-\x7e]/g, '?');
  const { message = error.message, ...rest } = error.body ?? {};
  sendJson(response, error.httpStatus, reason, { error: message, ...rest, id: null });
}

/** @throws what opening or reading the file throws; the connection is closed then, so that the file looks cut */
export async function sendFile(response: ServerResponse, file: FileAnswer): Promise<void> {
  const source = file.open();
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': contentDisposition(file.filename),
    'Content-Length': file.size,
  });
  await pipeline(source, (chunks: AsyncIterable<Buffer>) => exactly(file.size, chunks), response);
}

/** Fails unless there are as many bytes as were announced; the receiver would wait for the rest. */
async function* exactly(size: number, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let sent = 0;
  for await (const chunk of chunks) {
    sent += chunk.length;
    if (sent > size) break;
    yield chunk;
  }
  if (sent !== size) throw new Error(`the file has not the ${size} bytes that were announced`);
}
