import { createPrivateKey, X509Certificate } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { ConpaasError } from '../contract/errors.ts';
import { certificateFiles } from './certificate-files.ts';

/** The user's certificate, its key and the CA, all PEM. */
export interface UserCertificates {
  cert: string;
  key: string;
  ca: string;
}

/** Bytes: a PEM has some thousand. */
const memberLimit = 100_000;

const unusable = (why: string, cause?: unknown) => new ConpaasError('CERTIFICATES_UNUSABLE', { why }, { cause });

async function membersOf(bytes: Uint8Array): Promise<Map<string, string>> {
  const zip = await fromBufferPromise(Buffer.from(bytes));
  const members = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    if (entry.uncompressedSize > memberLimit) throw new Error(`${entry.fileName} is too large`);
    members.set(entry.fileName, (await buffer(await zip.openReadStreamPromise(entry))).toString());
  }
  return members;
}

/** What is wrong with certificates that are not what they should be; undefined: nothing. */
function problemOf({ cert, key, ca }: UserCertificates, trusted: string): string | undefined {
  const own = new X509Certificate(cert);
  const authority = new X509Certificate(ca);
  if (!authority.raw.equals(new X509Certificate(trusted).raw)) return 'its CA is not the one of the connection';
  if (!own.verify(authority.publicKey)) return 'the certificate was not made by its CA';
  if (!own.checkPrivateKey(createPrivateKey(key))) return 'the key is not that of the certificate';
  return undefined;
}

/**
 * Reads the zip that the Director makes for a user, and checks that its parts belong together.
 * @param trusted the CA that the connection was made with, PEM
 * @throws ConpaasError CERTIFICATES_UNUSABLE
 */
export async function readCertificateArchive(bytes: Uint8Array, trusted: string): Promise<UserCertificates> {
  const members = await membersOf(bytes).catch((error: Error) => {
    throw unusable(error.message, error);
  });
  const [cert, key, ca] = [certificateFiles.cert, certificateFiles.key, certificateFiles.ca].map((name) =>
    members.get(name),
  );
  if (cert === undefined || key === undefined || ca === undefined)
    throw unusable(`not all of ${Object.values(certificateFiles).join(', ')} are among them`);
  const certificates = { cert, key, ca };
  let problem: string | undefined;
  try {
    problem = problemOf(certificates, trusted);
  } catch (error) {
    throw unusable(error instanceof Error ? error.message : String(error), error);
  }
  if (problem !== undefined) throw unusable(problem);
  return certificates;
}
