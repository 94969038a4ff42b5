import { isIP } from 'node:net';
import type { CertificateRequest } from './subject.ts';

const loopback = '127.0.0.1';

/**
 * What the Director's certificate is to say: the host part of its URL is the common name, and it is always found on this computer.
 * @param hostName the setting; null where the Director is not shared on a network
 */
export function directorRequest(hostName: string | null): CertificateRequest & { kind: 'director' } {
  const own = [loopback, 'localhost'];
  if (hostName === null) return { kind: 'director', commonName: loopback, addresses: own };
  // A host name is the same in capitals, and an address of IPv6 stands in brackets in a URL only.
  const name = hostName.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const address = isIP(name) ? name : name.replace(/\.$/, '');
  return { kind: 'director', commonName: address, addresses: [...new Set([...own, address])] };
}
