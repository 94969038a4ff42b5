import { ConpaasError } from '../contract/errors.ts';
import { type Method, method } from './method.ts';
import type { OwnCertificate } from './own-certificate.ts';
import { list, text } from './parameters.ts';
import type { Revocations } from './revocations.ts';
import type { Peer } from './trust.ts';

export interface CertificateMethodsOptions {
  own: OwnCertificate;
  revocations: Revocations;
  /** Roles that may tell what is revoked. */
  tellers: readonly string[];
  /** Called with the list before it is answered that it holds. */
  onRevoked?: () => Promise<void>;
}

function only(roles: readonly string[], { role }: Peer, route: string): void {
  if (!roles.includes(role)) throw new ConpaasError('FORBIDDEN', { role, route });
}

/** Methods of every manager and agent by which the Director renews its certificate and tells which ones are revoked. */
export function certificateMethods({ own, revocations, tellers, onRevoked }: CertificateMethodsOptions): Method[] {
  return [
    method('GET', 'get_certificate', {}, async () => {
      const { serialNumber: serial, validFromDate, validToDate } = own.certificate;
      const [notBefore, notAfter, time] = [validFromDate, validToDate, new Date()].map((date) => date.toISOString());
      return { serial, notBefore, notAfter, time };
    }),
    method('POST', 'set_certificate', { key: text(), cert: text() }, async ({ key, cert }, { peer }) => {
      only(['frontend'], peer, 'set_certificate');
      await own.replace(key, cert);
      return {};
    }),
    method('POST', 'set_revoked', { serials: list(text()) }, async ({ serials }, { peer }) => {
      only(tellers, peer, 'set_revoked');
      await revocations.set(serials);
      await onRevoked?.();
      return {};
    }),
  ];
}
