import { X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConpaasError } from '../contract/errors.ts';
import type { UserCertificates } from './certificate-archive.ts';
import { certificateFiles } from './certificate-files.ts';
import { draftPrivateFile } from './write-private-file.ts';

const parts = ['key', 'cert', 'ca'] as const;

async function privateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32') await chmod(folder, 0o700);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConpaasError('FILE_UNWRITABLE', { file: folder, why }, { cause: error });
  }
}

/** Writes all of it before the first takes its place. */
async function writeAll(folder: string, certificates: Partial<UserCertificates>): Promise<void> {
  const drafts = [];
  try {
    for (const part of parts) {
      const text = certificates[part];
      if (text !== undefined) drafts.push(await draftPrivateFile(join(folder, certificateFiles[part]), text));
    }
  } catch (error) {
    for (const draft of drafts) await draft.discard();
    throw error;
  }
  for (const draft of drafts) await draft.take();
}

/** What is in the folder now; parts that are missing or cannot be read are left out. */
async function installed(folder: string): Promise<Partial<UserCertificates>> {
  const read = async (part: keyof UserCertificates) => {
    const text = await readFile(join(folder, certificateFiles[part]), 'utf8').catch(() => undefined);
    return text === undefined ? [] : [[part, text] as const];
  };
  return Object.fromEntries((await Promise.all(parts.map(read))).flat());
}

/** Whether both are of the same user of the same CA. What cannot be read counts as another's. */
function areOfSameUser(before: Partial<UserCertificates>, now: UserCertificates): boolean {
  if (before.cert === undefined || before.ca === undefined) return false;
  try {
    const [mine, theirs] = [new X509Certificate(before.cert), new X509Certificate(now.cert)];
    const [myCa, theirCa] = [new X509Certificate(before.ca), new X509Certificate(now.ca)];
    return mine.subject === theirs.subject && myCa.raw.equals(theirCa.raw);
  } catch {
    return false;
  }
}

/**
 * Puts the certificate, its key and the CA into the folder (made with mode 0700 where it is missing), each with mode 0600. What was
 * there of another user or another CA is kept: it may be the only way into another Director.
 * @returns the folder where the others were kept, undefined where there were none
 * @throws ConpaasError FILE_UNWRITABLE
 */
export async function installCertificates(
  folder: string,
  certificates: UserCertificates,
  now = new Date(),
): Promise<string | undefined> {
  await privateFolder(folder);
  const before = await installed(folder);
  const keeps = before.cert !== undefined && !areOfSameUser(before, certificates);
  const kept = join(folder, `replaced-${now.toISOString().replace(/[-:]|\.\d+/g, '')}`);
  if (keeps) {
    await privateFolder(kept);
    await writeAll(kept, before);
  }
  await writeAll(folder, certificates);
  return keeps ? kept : undefined;
}
