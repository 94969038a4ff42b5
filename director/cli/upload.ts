import { basename } from 'node:path';
import type { CallOptions } from '../contract/client.ts';
import type { CodeVersion } from '../contract/code.ts';
import { FileUpload } from './file-upload.ts';
import type { Session } from './session.ts';

/** Shows on a terminal how much of a file is sent, on one line that is wiped at the end. */
function progressLine({ terminal, settings }: Session, name: string, size: number) {
  let shown = -1;
  const visible = terminal.interactive.errors && !settings.json && size > 0;
  return {
    onProgress(sent: number): void {
      const percent = Math.floor((sent / size) * 100);
      if (!visible || percent === shown) return;
      shown = percent;
      terminal.writeError(`\rUploading ${name}: ${percent} %`);
    },
    wipe(): void {
      if (shown >= 0) terminal.writeError('\r\u001b[K');
    },
  };
}

/**
 * Sends a file straight from the disk.
 * @param action for the error's text, for example "upload code"
 * @param send is given the file, its base name, and what shows the progress
 * @throws ConpaasError FILE_UNREADABLE, FILE_CHANGED, or what the Director refuses it with
 */
export async function uploadWithProgress<Answer>(
  session: Session,
  path: string,
  action: string,
  send: (file: FileUpload, filename: string, options: CallOptions) => Promise<Answer>,
): Promise<Answer> {
  const file = await FileUpload.open(path, action);
  const filename = basename(path);
  const progress = progressLine(session, filename, file.size);
  try {
    return await send(file, filename, { onProgress: progress.onProgress });
  } finally {
    progress.wipe();
    await file.close();
  }
}

/**
 * Sends an archive as a new code version.
 * @throws ConpaasError FILE_UNREADABLE, FILE_CHANGED, or what the Director refuses it with
 */
export async function uploadCode(
  session: Session,
  params: { aid: number; sid: number },
  path: string,
  description?: string,
): Promise<CodeVersion> {
  const client = await session.client();
  return uploadWithProgress(session, path, 'upload code', (file, filename, options) => {
    const query = { filename, ...(description === undefined ? {} : { description }) };
    return client.uploadCodeVersion({ params, query, file }, options);
  });
}
