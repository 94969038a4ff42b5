import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fromBuffer, type ZipFile } from 'yauzl';
import { openAuthority } from '../../../director/certificates/authority.ts';
import type { Client } from '../../../director/contract/client.ts';
import { createDirector } from '../../../director/director.ts';
import { signedInClient } from '../../../electron/director-client.ts';
import { type OldAnswer, type OldCredentials, type OldRequest, oldCall } from './old-client.ts';

const day = 24 * 3_600_000;

/** Whether managers can have the port on which clients of ConPaaS 2.1 look for them. */
export const mayUseLowPorts = process.getuid?.() === 0;

/** A user with a certificate from /getcerts. */
export interface OldUser extends OldCredentials {
  uid: number;
  username: string;
  ca: string;
}

/** A Director of its own on free ports, and everything with which somebody could call it. */
export async function legacyWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'conpaas-legacy-'));
  // In a sandbox even root may not listen on port 443, which old clients ask managers on.
  const isolation = mayUseLowPorts ? 'none' : 'auto';
  const director = createDirector({ dataDirectory: folder, uiPort: 0, apiPort: 0, local: { isolation } });
  const running = await director.start();
  const owner: Client = await signedInClient(running.launchUrl());
  await owner.updateSettings({ body: { registration: true } });
  const authorityFolder = join(folder, 'certificates');
  const authority = await openAuthority(authorityFolder);

  const call = (method: string, path: string, options: OldRequest = {}): Promise<OldAnswer> =>
    oldCall(running.apiUrl, method, path, options);

  async function certified(username: string, password: string): Promise<OldCredentials & { ca: string }> {
    const { body } = await call('POST', '/getcerts', { form: { username, password } });
    const files = await unzipped(body);
    return { key: files['key.pem'] ?? '', cert: files['cert.pem'] ?? '', ca: files['ca_cert.pem'] ?? '' };
  }

  /** A user whose password is "password of <name>". */
  async function register(username: string, credit = 50): Promise<OldUser> {
    const password = `password of ${username}`;
    const { uid } = await owner.createUser({ body: { username, email: `${username}@example.org`, password, credit } });
    return { uid, username, ...(await certified(username, password)) };
  }

  return {
    folder,
    owner,
    call,
    register,
    certified,
    url: running.apiUrl,
    version: running.version,
    /** Where the manager of an application is; on port 443 where the system lets it. */
    managerUrl: async (credentials: OldCredentials, aid: number) => {
      const { json } = await call('GET', `/api/applications/${aid}`, { credentials });
      const { manager } = json as { manager: { address: string; port: number } };
      return `https://${manager.address}:${manager.port}`;
    },
    siteUrl: async (credentials: OldCredentials, aid: number, sid: number) => {
      const { json } = await call('GET', `/api/applications/${aid}/services/${sid}`, { credentials });
      return (json as { url: string }).url;
    },
    /** Certificates as the authority makes them for instances. */
    instance: (kind: 'manager' | 'agent', uid: number, aid: number) =>
      authority.issue({ kind, uid, serviceLocator: aid, addresses: ['127.0.0.1'] }),
    /** Serials of what a user has, newest first. */
    serialsOf: async (uid: number) =>
      (await owner.listAllCertificates()).filter((one) => one.uid === uid).map(({ serial }) => serial),
    /** What the Director itself shows to managers. */
    directorCredentials: () => credentialsIn(join(authorityFolder, 'director')),
    /** The certificate of the person this computer belongs to. */
    administrator: () => credentialsIn(join(authorityFolder, 'owner')),
    /** One that ended yesterday. */
    expired: async (uid: number) => {
      const old = await openAuthority(authorityFolder, { now: () => Date.now() - 91 * day });
      return old.issue({ kind: 'user', uid, commonName: 'old', email: 'old@example.org' });
    },
    /** One of another authority, which says the same. */
    foreign: async (uid: number) => {
      const elsewhere = await mkdtemp(join(tmpdir(), 'conpaas-foreign-'));
      const other = await openAuthority(elsewhere);
      await rm(elsewhere, { recursive: true });
      return other.issue({ kind: 'user', uid, commonName: 'foreign', email: 'foreign@example.org' });
    },
    async close() {
      await director.stop('stop');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type LegacyWorld = Awaited<ReturnType<typeof legacyWorld>>;

async function credentialsIn(folder: string): Promise<OldCredentials> {
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  return { key: await read('key.pem'), cert: await read('cert.pem') };
}

/** The files of a zip by their names. */
export async function unzipped(content: Buffer): Promise<Record<string, string>> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    fromBuffer(content, { lazyEntries: true }, (error, opened) => (error ? reject(error) : resolve(opened))),
  );
  const files: Record<string, string> = {};
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', resolve);
    zip.on('entry', (entry) => {
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        text(stream).then((read) => {
          files[entry.fileName] = read;
          zip.readEntry();
        }, reject);
      });
    });
    zip.readEntry();
  });
  return files;
}
