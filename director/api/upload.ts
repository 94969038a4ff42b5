import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ConpaasError } from '../contract/errors.ts';

/**
 * The body of an upload as a stream that is never buffered whole. It fails with UPLOAD_CUT when the caller goes away before
 * its end, so that a half file cannot be taken for a whole one.
 */
export function uploadOf(message: IncomingMessage): Readable {
  const file = new PassThrough();
  // A handler that refuses before it reads leaves nobody to hear of the cut.
  file.on('error', () => undefined);
  const cut = () => {
    if (!message.complete) file.destroy(new ConpaasError('UPLOAD_CUT'));
  };
  message.once('error', cut);
  message.once('close', cut);
  message.pipe(file);
  return file;
}

/**
 * Reads away what is left of a refused upload. A client that is still sending would otherwise find its connection closed
 * instead of the answer that says why.
 */
export async function discardRest(message: IncomingMessage, file: Readable): Promise<void> {
  message.unpipe();
  file.destroy();
  message.resume();
  await finished(message).catch(() => undefined);
}
