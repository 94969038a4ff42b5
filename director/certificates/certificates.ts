import type { Certificate } from '../contract/certificate.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { CertificateRecord } from '../store/certificates.ts';
import type { Store } from '../store/store.ts';
import type { Peer } from '../wire/trust.ts';
import type { Authority, IssuedCertificate } from './authority.ts';
import { pkcs12Of, zipOf } from './bundles.ts';

export interface CertificatesOptions {
  store: Store;
  events: EventHub;
  /** Asked late, as the authority writes down here what it issues. */
  authority: () => Authority;
  log: { error(text: string): void };
  /** Milliseconds since 1970. */
  now?: () => number;
}

/** Who wants something revoked. */
export interface Revoker {
  uid: number;
  administrator: boolean;
}

/** Gives whatever uses a certificate another one, before that is revoked. Does nothing for one that it does not use. */
export type Replacement = (certificate: Certificate) => Promise<void>;

const day = 24 * 3_600_000;
/** How long an expired certificate is still listed. */
const keptDays = 30;

/** Certificates of users, the Director, managers and agents: making, listing, revoking them (docs/decisions/0004-certificates.md). */
export class Certificates {
  readonly #options: CertificatesOptions;
  readonly #now: () => number;
  readonly #replacements: Replacement[] = [];
  readonly #listeners: (() => Promise<void> | void)[] = [];
  /** Serials. Asked on every request of every connection. */
  #revoked: Set<string>;

  constructor(options: CertificatesOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#revoked = this.#readRevoked();
  }

  /** Writes a new certificate down before it is handed out: the authority's `onIssued`. */
  record(issued: IssuedCertificate): void {
    const { store } = this.#options;
    store.certificates.deleteEnded(this.#iso(-keptDays * day));
    store.certificates.insert({ ...issued, revoked: null });
    this.#publish(issued.uid);
  }

  /** A new key and certificate of a user: key.pem, cert.pem and ca_cert.pem. @throws USER_NOT_FOUND */
  async issueZip(uid: number): Promise<Buffer> {
    return zipOf(await this.#issue(uid));
  }

  /** The same as one file behind a passphrase. @throws USER_NOT_FOUND, INVALID_INPUT for a passphrase that is not usable */
  async issuePkcs12(uid: number, passphrase: string): Promise<Buffer> {
    return pkcs12Of(() => this.#issue(uid), passphrase, `ConPaaS ${this.#user(uid).username}`);
  }

  /**
   * A certificate for a key that the manager of an application made itself. Of its request only the key counts: whose certificate it is
   * says the connection over which it came.
   * @param request PKCS #10 as PEM text
   * @returns PEM text
   * @throws SIGNING_REQUEST_INVALID
   */
  async certifyManager({ uid, aid }: { uid: number; aid: number }, request: string): Promise<string> {
    const { requestedKey } = await import('./signing-request.ts');
    const key = requestedKey(request);
    const addresses = this.#options.store.instances
      .list({ aid, kind: 'manager' })
      .flatMap(({ address }) => address ?? []);
    const manager = { kind: 'manager', uid, serviceLocator: aid, addresses } as const;
    return (await this.#options.authority().certify(manager, key)).cert;
  }

  /** Those of a user and of their managers and agents, newest first; also revoked ones, and expired ones for 30 days. */
  list(uid: number): Certificate[] {
    return this.#options.store.certificates.list({ uid }).reverse().map(view);
  }

  /** Everybody's and the Director's own. */
  listAll(): Certificate[] {
    return this.#options.store.certificates.list().reverse().map(view);
  }

  /**
   * Revokes a certificate: users the own and those of their managers and agents, administrators any, but nobody the authority's. What uses
   * it (the Director, the owner's command line on this computer, an instance) gets another one first; that takes up to some seconds.
   * @throws CERTIFICATE_NOT_FOUND also for those of others
   */
  async revoke(by: Revoker, serial: string): Promise<Certificate> {
    const { store, log } = this.#options;
    const record = store.certificates.get(serial.toUpperCase());
    if (!record || (record.uid !== by.uid && !by.administrator)) {
      throw new ConpaasError('CERTIFICATE_NOT_FOUND', { serial });
    }
    if (record.revoked !== null) return view(record);
    for (const replace of this.#replacements) {
      // A key that is in wrong hands must be shut out at once, whatever still needs a new one.
      await replace(view(record)).catch((error: unknown) => {
        log.error(
          `What uses the certificate ${record.serial} got no other one yet: ${ConpaasError.from(error).message}`,
        );
      });
    }
    store.certificates.revoke({ serial: record.serial }, this.#iso());
    await this.#revocationsChanged(record.uid);
    return view(store.certificates.get(record.serial) ?? record);
  }

  /** Revokes every certificate of a user. Those of their managers and agents stay, so that what runs can still be stopped. */
  revokeUser(uid: number): void {
    const revoked = this.#options.store.certificates.revoke({ kind: 'user', uid }, this.#iso());
    // Whoever disables a user need not wait until the last manager has heard of it; the Director refuses it from now on.
    if (revoked > 0) void this.#revocationsChanged(uid);
  }

  isRevoked(serial: string): boolean {
    return this.#revoked.has(serial);
  }

  /**
   * Why a peer with a verified certificate of our authority is refused all the same. A user's certificate must be one that is known: after a
   * copy of the database was restored its user id may by now be another person's. Those of managers and agents need not, so that what runs goes on.
   */
  refusalOf({ serial, role }: Pick<Peer, 'serial' | 'role'>): ConpaasError | undefined {
    if (this.isRevoked(serial)) return new ConpaasError('CERTIFICATE_REVOKED', { serial });
    const known = role !== 'user' || this.#options.store.certificates.get(serial) !== undefined;
    return known ? undefined : new ConpaasError('CERTIFICATE_UNKNOWN', { serial });
  }

  /** Revoked serials that could reach the instances of a user's applications: the user's own and the Director's. */
  revokedFor(uid: number): string[] {
    return this.#options.store.certificates
      .listRevoked(this.#iso())
      .filter((record) => record.uid === uid || record.uid === null)
      .map(({ serial }) => serial);
  }

  /** @param replace called with each certificate that is about to be revoked */
  onReplace(replace: Replacement): void {
    this.#replacements.push(replace);
  }

  /** @param listener called after each revocation, which counts as done when it resolves; must not reject */
  onRevoked(listener: () => Promise<void> | void): void {
    this.#listeners.push(listener);
  }

  #issue(uid: number) {
    const { username: commonName, email } = this.#user(uid);
    return this.#options.authority().issue({ kind: 'user', uid, commonName, email });
  }

  #user(uid: number) {
    const user = this.#options.store.users.get(uid);
    if (!user) throw new ConpaasError('USER_NOT_FOUND', { uid });
    return user;
  }

  async #revocationsChanged(uid: number | null): Promise<void> {
    this.#revoked = this.#readRevoked();
    this.#publish(uid);
    await Promise.all(this.#listeners.map((listener) => listener()));
  }

  #readRevoked(): Set<string> {
    return new Set(this.#options.store.certificates.listRevoked(this.#iso()).map(({ serial }) => serial));
  }

  /** Tells the user, and the administrators, who see everybody's. */
  #publish(uid: number | null): void {
    const { events, store } = this.#options;
    const administrators = store.users.list().filter(({ role }) => role === 'administrator');
    const to = new Set([...(uid === null ? [] : [uid]), ...administrators.map((user) => user.uid)]);
    for (const one of to) events.publish({ type: 'certificates.changed' }, { uid: one });
  }

  #iso(offset = 0): string {
    return new Date(this.#now() + offset).toISOString();
  }
}

function view({ serviceLocator, ...record }: CertificateRecord): Certificate {
  const { serial, kind, uid, issued, notAfter, revoked } = record;
  const aid = kind === 'manager' || kind === 'agent' ? serviceLocator : null;
  return { serial, kind, uid, aid, issued, notAfter, revoked };
}
