import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { ConpaasError } from '../contract/errors.ts';

/** A file to be uploaded. */
export interface FileToUpload {
  /** Name of the parameter. */
  name: string;
  filename: string;
  stream: Readable;
  /** In bytes, where it is known. A stream of another length fails with UPLOAD_CUT. */
  size?: number;
}

export interface Multipart {
  headers: Record<string, string | number>;
  body: Readable;
}

function quoted(name: string): string {
  return `"${name.replace(/[\r\n]/g, ' ').replace(/["\\]/g, '\\$&')}"`;
}

/** A multipart/form-data body: text fields, then one file. */
export function multipart(fields: Record<string, string>, file: FileToUpload): Multipart {
  const boundary = `conpaas-${randomBytes(16).toString('hex')}`;
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name=${quoted(name)}\r\n\r\n${value}\r\n`,
  );
  const disposition = `form-data; name=${quoted(file.name)}; filename=${quoted(file.filename)}`;
  const head = Buffer.from(
    `${parts.join('')}--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: application/octet-stream\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const length = file.size === undefined ? undefined : head.length + file.size + tail.length;
  return {
    headers: {
      'Content-Type': `multipart/form-data; boundary=${boundary}`,
      ...(length === undefined ? {} : { 'Content-Length': length }),
    },
    body: Readable.from(chunks(head, file, tail), { objectMode: false }),
  };
}

async function* chunks(head: Buffer, file: FileToUpload, tail: Buffer): AsyncGenerator<Buffer> {
  yield head;
  let sent = 0;
  try {
    for await (const chunk of file.stream) {
      sent += chunk.length;
      if (file.size !== undefined && sent > file.size) break;
      yield chunk;
    }
  } catch (thrown) {
    // Thrown on purpose: the body stays without its end, so that the receiver does not take it for whole.
    throw new ConpaasError('UPLOAD_CUT', {}, { cause: thrown });
  }
  if (file.size !== undefined && sent !== file.size) throw new ConpaasError('UPLOAD_CUT');
  yield tail;
}
