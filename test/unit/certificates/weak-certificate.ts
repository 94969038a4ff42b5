import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A key with a certificate of an authority, signed with SHA-1 as ConPaaS 2.1 did it; made by the openssl program, as ours makes none.
 * @param authority folder with ca_cert.pem and ca_key.pem
 * @param subject as OpenSSL writes it
 */
export function weakCertificate(authority: string, subject: string): { key: string; cert: string } {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: authority, stdio: 'pipe' });
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'weak-key.pem', '-out', 'weak.csr', '-subj', subject);
  const signer = ['-CA', 'ca_cert.pem', '-CAkey', 'ca_key.pem', '-set_serial', '7'];
  openssl('x509', '-req', '-sha1', '-in', 'weak.csr', ...signer, '-days', '30', '-out', 'weak.pem');
  const read = (name: string) => readFileSync(join(authority, name), 'utf8');
  return { key: read('weak-key.pem'), cert: read('weak.pem') };
}
