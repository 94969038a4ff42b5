import type { IncomingMessage } from 'node:http';
import { parse as parseQuery } from 'node:querystring';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import formbody from '@fastify/formbody';
import busboy from 'busboy';
import type { FastifyInstance } from 'fastify';
import { ConpaasError } from '../contract/errors.ts';
import { emptyForm, type Form } from './values.ts';

/** The largest body: a manifest of the most characters that one may have (a million), each written as %xx. */
const bodyLimit = 4 * 1024 * 1024;
const partLimit = 100;
const tooLarge = () => new ConpaasError('UPLOAD_TOO_LARGE', { limit: '4 MB' });

/** Bodies that are forms are read; all others are read away, as the original never looks at them. */
export async function readForms(scope: FastifyInstance): Promise<void> {
  scope.removeAllContentTypeParsers();
  await scope.register(formbody, {
    bodyLimit,
    parser: (body): Form & Record<string, unknown> => ({
      fields: parseQuery(body, '&', '=', { maxKeys: partLimit }),
      files: new Map(),
    }),
  });
  scope.addContentTypeParser('multipart/form-data', (request: { raw: IncomingMessage }) => readMultipart(request.raw));
  scope.addContentTypeParser('*', async (_request: unknown, payload: Readable): Promise<Form> => {
    payload.resume();
    return emptyForm;
  });
}

/** @throws ConpaasError UPLOAD_TOO_LARGE, UPLOAD_CUT, INVALID_INPUT */
function readMultipart(message: IncomingMessage): Promise<Form> {
  const parser = openParser(message);
  const fields = new Map<string, string>();
  const files = new Map<string, Promise<Buffer>>();
  let size = 0;
  return new Promise<Form>((resolve, reject) => {
    const fail = (failure: ConpaasError) => {
      message.unpipe(parser);
      // The rest is read and thrown away, so that the sender comes to read our answer.
      message.resume();
      parser.destroy();
      reject(failure);
    };
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > bodyLimit) fail(tooLarge());
    });
    message.once('close', () => message.complete || fail(new ConpaasError('UPLOAD_CUT')));
    parser.on('field', (name, value) => fields.has(name) || fields.set(name, value));
    parser.on('file', (name, stream) => {
      const content = buffer(stream);
      content.catch(() => undefined);
      files.set(name, content);
    });
    parser.once('error', () => fail(new ConpaasError('INVALID_INPUT', { problem: 'the form is not complete' })));
    parser.once('partsLimit', () => fail(tooLarge()));
    parser.once('close', async () => {
      const read = await Promise.all([...files].map(async ([name, content]) => [name, await content] as const));
      resolve({ fields: Object.fromEntries(fields), files: new Map(read) });
    });
    message.pipe(parser);
  });
}

function openParser(message: IncomingMessage): busboy.Busboy {
  try {
    return busboy({
      headers: message.headers,
      defParamCharset: 'utf8',
      limits: { parts: partLimit, fieldSize: bodyLimit, fileSize: bodyLimit },
    });
  } catch (thrown) {
    throw new ConpaasError('INVALID_INPUT', { problem: 'the form names no boundary' }, { cause: thrown });
  }
}
