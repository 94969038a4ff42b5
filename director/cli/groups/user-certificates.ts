import { open, rm } from 'node:fs/promises';
import { ConpaasError } from '../../contract/errors.ts';
import type { Call } from '../call.ts';
import { readCertificateArchive, type UserCertificates } from '../certificate-archive.ts';
import { certificateFolder } from '../certificate-files.ts';
import { confirm } from '../confirm.ts';
import type { CommandDefinition } from '../definition.ts';
import { unwritable } from '../download.ts';
import { installCertificates } from '../install-certificates.ts';
import { localTime } from '../local-time.ts';
import { currentPassword, newPassword } from '../passwords.ts';
import { formatTable } from '../table.ts';
import { trustedContact, trustOptions } from '../trusted-authority.ts';

/** With name and password, from a Director whose CA is trusted. */
async function certificatesByPassword(call: Call, username: string): Promise<UserCertificates> {
  const contact = await trustedContact(call);
  const password = await currentPassword(call);
  const connection = contact.connect();
  try {
    const { bytes } = await connection.client.issueCertificateByPassword({ body: { username, password } });
    return await readCertificateArchive(bytes, contact.authority);
  } finally {
    connection.close();
  }
}

/** Of the owner of the Director of this computer, who need not say a name. */
async function certificatesOfOwner(call: Call): Promise<UserCertificates> {
  const client = await call.session.client();
  const [{ bytes }, authority] = await Promise.all([
    client.issueCertificate({ body: { format: 'zip' } }),
    client.getAuthority(),
  ]);
  return readCertificateArchive(bytes, authority);
}

async function getCertificate(call: Call): Promise<void> {
  const { username, directorUrl } = call.session.settings;
  if (username === null && directorUrl !== null) throw new ConpaasError('USER_NAME_MISSING');
  const certificates =
    username === null ? await certificatesOfOwner(call) : await certificatesByPassword(call, username);
  const kept = await installCertificates(certificateFolder(call.session.home), certificates);
  if (kept !== undefined) call.session.warn(`The certificates of another user or CA were kept in ${kept}`);
  call.session.answer({}, () => 'User certificates installed successfully.');
}

/** Key and certificate as one file. The file is made first: a certificate that could not be kept would have to be revoked. */
async function getPkcs12(call: Call): Promise<void> {
  const file = call.argument('filename');
  const passphrase = await newPassword(call);
  const client = await call.session.client();
  const handle = await open(file, 'wx', 0o600).catch((error) => {
    throw unwritable(file, error);
  });
  try {
    const { bytes } = await client.issueCertificate({ body: { format: 'pkcs12', passphrase } });
    await handle.writeFile(bytes);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  call.session.answer({}, () => `File '${file}' written.`);
}

async function list(call: Call): Promise<void> {
  const certificates = await (await call.session.client()).listCertificates();
  const rows = certificates.map(({ serial, kind, aid, issued, notAfter, revoked }) => ({
    serial,
    kind,
    aid,
    issued: localTime(issued),
    expires: localTime(notAfter),
    revoked: revoked === null ? null : localTime(revoked),
  }));
  call.session.answer(certificates, () =>
    rows.length > 0
      ? formatTable(['serial', 'kind', 'aid', 'issued', 'expires', 'revoked'], rows)
      : 'No existing certificates.',
  );
}

async function revoke(call: Call): Promise<void> {
  const serial = call.argument('serial');
  await confirm(call, `Revoke certificate '${serial}', which nobody can use any more after that`);
  const certificate = await (await call.session.client()).revokeCertificate({ params: { serial } });
  call.session.answer(certificate, () => `Certificate '${certificate.serial}' has been revoked.`);
}

export const certificateCommands: readonly CommandDefinition[] = [
  {
    name: 'get_certificate',
    summary: 'get a certificate and install it in ~/.conpaas',
    options: trustOptions,
    asks: true,
    run: getCertificate,
  },
  {
    name: 'get_pkcs12',
    summary: 'get a certificate with its key as one file behind a passphrase, for browsers and key chains',
    arguments: [{ name: 'filename', description: 'name of the file to make' }],
    options: [
      { flags: '--password <PASSPHRASE>', description: 'the passphrase; better leave it out to be asked for it' },
    ],
    run: getPkcs12,
  },
  { name: 'list_certificates', summary: 'list the own certificates, newest first', run: list },
  {
    name: 'revoke_certificate',
    summary: 'make a certificate useless, for example one that was stolen',
    arguments: [{ name: 'serial', description: 'serial number (list_certificates shows it)' }],
    asks: true,
    run: revoke,
  },
];
