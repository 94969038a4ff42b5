import { join } from 'node:path';
import type { EventHub } from '../events/event-hub.ts';
import type { Store } from '../store/store.ts';
import type { Credentials } from '../wire/method.ts';
import { type Authority, openAuthority } from './authority.ts';
import { Certificates } from './certificates.ts';
import { directorRequest } from './director-request.ts';
import { type KeptCertificate, keepCertificate } from './kept-certificate.ts';

export interface OpenCertificatesOptions {
  /** `<data>/certificates`. */
  directory: string;
  store: Store;
  events: EventHub;
  /** Who has a certificate on this computer, for the command line. */
  owner: { uid: number; username: string; email: string };
  /** The setting: under which name other computers reach the Director, or null. */
  hostName: string | null;
  /** Called with each new certificate of the Director. */
  onRenewed: (credentials: Credentials) => void;
  log: { error(text: string): void };
}

export interface OpenCertificates {
  authority: Authority;
  certificates: Certificates;
  /** The Director's own. */
  own: KeptCertificate;
  /** Has the Director's certificate name this host; resolves when it is in use. */
  setHostName(hostName: string | null): Promise<void>;
  stop(): Promise<void>;
}

/** The authority, what it has issued, and the two certificates that the Director keeps on its own disk. */
export async function openCertificates(options: OpenCertificatesOptions): Promise<OpenCertificates> {
  const { directory, store, events, owner, log } = options;
  const certificates = new Certificates({ store, events, log, authority: () => authority });
  const authority = await openAuthority(directory, { onIssued: (issued) => certificates.record(issued) });
  const common = {
    authority,
    onFailure: (error: unknown) => log.error(`A certificate could not be renewed: ${error}`),
  };
  const [own, owners] = await Promise.all([
    keepCertificate({
      ...common,
      directory: join(directory, 'director'),
      request: directorRequest(options.hostName),
      isRefused: (serial) => certificates.refusalOf({ serial, role: 'frontend' }) !== undefined,
      onRenewed: options.onRenewed,
    }),
    keepCertificate({
      ...common,
      directory: join(directory, 'owner'),
      request: { kind: 'user', uid: owner.uid, commonName: owner.username, email: owner.email },
      isRefused: (serial) => certificates.refusalOf({ serial, role: 'user' }) !== undefined,
    }),
  ]);
  certificates.onReplace(async ({ serial }) => {
    for (const kept of [own, owners]) if (kept.serial === serial) await kept.renew();
  });
  return {
    authority,
    certificates,
    own,
    setHostName: (hostName) => own.changeRequest(directorRequest(hostName)),
    stop: async () => void (await Promise.all([own.stop(), owners.stop()])),
  };
}
