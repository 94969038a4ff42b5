import { constants } from 'node:fs';
import { copyFile, stat, truncate } from 'node:fs/promises';

const limitBytes = 10 * 1024 * 1024;
const lookEveryMs = 10_000;

/**
 * Keeps a log below about 10 MB: what is there is copied to `<file>.1` and the file emptied. Every server appends (O_APPEND),
 * so none has to open its log anew; a few lines written meanwhile may be lost.
 */
export async function rotate(file: string, limit = limitBytes): Promise<void> {
  const size = await stat(file).then(
    (entry) => entry.size,
    () => 0,
  );
  if (size <= limit) return;
  await copyFile(file, `${file}.1`, constants.COPYFILE_FICLONE);
  await truncate(file, 0);
}

/** Watches the sizes of logs. @returns a disposer */
export function rotateRegularly(files: () => readonly string[], onProblem: (text: string) => void): () => void {
  const timer = setInterval(async () => {
    for (const file of files())
      await rotate(file).catch((thrown) => onProblem(`${file} could not be rotated: ${thrown}`));
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
