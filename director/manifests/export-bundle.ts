import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Exported } from './export-manifest.ts';

/**
 * A zip of a manifest and its files, written while it is read. A file that cannot be read ends the stream with its error.
 * @param name of the application
 */
export function packBundle(name: string, { text, files }: Exported): { filename: string; stream: Readable } {
  const zip = new ZipFile();
  let current: Readable | undefined;
  const stream = new PassThrough();
  const fail = (error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error)));
  // An error of a file's stream comes out here.
  zip.on('error', fail);
  zip.addBuffer(Buffer.from(text), 'manifest.json');
  for (const { path, open } of files) {
    // Archives are compressed already.
    zip.addReadStreamLazy(path, { compress: false }, (callback) => {
      open().then(
        (file) => {
          current = file;
          callback(null, file);
        },
        (error: unknown) => callback(error, Readable.from([])),
      );
    });
  }
  zip.outputStream.on('error', fail).pipe(stream);
  // Also when the reader goes away in the middle.
  stream.once('close', () => current?.destroy());
  zip.end();
  const plain = name.replace(/[^\p{L}\p{N}._ -]/gu, '_').slice(0, 100);
  return { filename: `${plain}.zip`, stream };
}
