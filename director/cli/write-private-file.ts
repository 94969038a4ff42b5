import { rename, rm, writeFile } from 'node:fs/promises';
import { ConpaasError } from '../contract/errors.ts';

const unwritable = (file: string, error: unknown) =>
  new ConpaasError('FILE_UNWRITABLE', { file, why: error instanceof Error ? error.message : String(error) });

/** A file that is written beside its place. */
interface Draft {
  /** Puts it into its place, over what is there. */
  take(): Promise<void>;
  discard(): Promise<void>;
}

/**
 * Writes a file that only its owner may read beside its place: who reads that sees the old content or the new one, never a part.
 * @throws ConpaasError FILE_UNWRITABLE
 */
export async function draftPrivateFile(file: string, content: string | Uint8Array): Promise<Draft> {
  const draft = `${file}.${process.pid}.new`;
  // What cannot be removed is no draft of ours.
  const discard = () => rm(draft, { force: true }).catch(() => undefined);
  try {
    await discard();
    await writeFile(draft, content, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    await discard();
    throw unwritable(file, error);
  }
  const take = async () => {
    try {
      await rename(draft, file);
    } catch (error) {
      await discard();
      throw unwritable(file, error);
    }
  };
  return { take, discard };
}

/**
 * Writes a file that only its owner may read, in the place of one that may be there.
 * @throws ConpaasError FILE_UNWRITABLE
 */
export async function writePrivateFile(file: string, content: string | Uint8Array): Promise<void> {
  await (await draftPrivateFile(file, content)).take();
}
