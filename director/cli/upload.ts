import { basename } from 'node:path';
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
 * Sends an archive as a new code version, straight from the disk.
 * @throws ConpaasError FILE_UNREADABLE, FILE_CHANGED, or what the Director refuses it with
 */
export async function uploadCode(
  session: Session,
  params: { aid: number; sid: number },
  path: string,
  description?: string,
): Promise<CodeVersion> {
  const file = await FileUpload.open(path, 'upload code');
  const filename = basename(path);
  const progress = progressLine(session, filename, file.size);
  try {
    const client = await session.client();
    const query = { filename, ...(description === undefined ? {} : { description }) };
    return await client.uploadCodeVersion({ params, query, file }, { onProgress: progress.onProgress });
  } finally {
    progress.wipe();
    await file.close();
  }
}
