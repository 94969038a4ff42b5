import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { ConpaasError } from '../contract/errors.ts';

/** A file of the caller's disk that is sent as it is read, never held whole. */
export class FileUpload {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly #handle: FileHandle;

  private constructor(path: string, size: number, handle: FileHandle) {
    this.path = path;
    this.size = size;
    this.#handle = handle;
  }

  /**
   * @param action for the error's text, for example "upload code"
   * @throws ConpaasError FILE_UNREADABLE
   */
  static async open(path: string, action: string): Promise<FileUpload> {
    const refuse = (why: string) => new ConpaasError('FILE_UNREADABLE', { action, file: path, why });
    const handle = await open(path, 'r').catch((error: Error) => {
      throw refuse(error.message);
    });
    const status = await handle.stat();
    if (status.isFile()) return new FileUpload(path, status.size, handle);
    await handle.close();
    throw refuse('it is not a file');
  }

  /** The bytes; the file is closed with the stream. */
  stream(): Readable {
    return this.#handle.createReadStream();
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
