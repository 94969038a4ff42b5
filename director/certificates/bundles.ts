import { buffer } from 'node:stream/consumers';
import { ConpaasError } from '../contract/errors.ts';
import type { Credentials } from '../wire/method.ts';

/** A regular file that only its owner can read, as zip programs on Unix lay it down. */
const privateFileMode = 0o100600;
/** How often the passphrase is hashed. Computed in JavaScript: this many take about 0.1 s. */
const iterations = 10_000;

/** key.pem, cert.pem and ca_cert.pem in one zip, as command lines look for them in `~/.conpaas`. */
export async function zipOf({ key, cert, ca }: Credentials): Promise<Buffer> {
  const { ZipFile } = await import('yazl');
  const zip = new ZipFile();
  const files = { 'key.pem': key, 'cert.pem': cert, 'ca_cert.pem': ca };
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name, { mode: privateFileMode });
  zip.end();
  return buffer(zip.outputStream);
}

/**
 * Key, certificate and the authority's certificate in one PKCS#12 file, the key encrypted with AES-256.
 * @param issue called once the passphrase is known to be usable
 * @param name under which programs list it
 * @throws ConpaasError INVALID_INPUT for a passphrase that programs would read differently from each other
 */
export async function pkcs12Of(issue: () => Promise<Credentials>, passphrase: string, name: string): Promise<Buffer> {
  // PKCS#12 encodes other letters in two ways at once, and no two libraries agree about them.
  if (!/^[\x20-\x7e]{8,}$/.test(passphrase)) {
    throw new ConpaasError('INVALID_INPUT', {
      problem: '"passphrase": give at least 8 characters, only letters without accents, digits and signs (ASCII)',
    });
  }
  const { key, cert, ca } = await issue();
  // Loaded when it is needed: it takes 40 ms and 10 MB.
  const { default: forge } = await import('node-forge');
  const { pki, pkcs12, asn1 } = forge;
  const chain = [pki.certificateFromPem(cert), pki.certificateFromPem(ca)];
  const options = { algorithm: 'aes256', count: iterations, saltSize: 16, friendlyName: name } as const;
  const file = pkcs12.toPkcs12Asn1(pki.privateKeyFromPem(key), chain, passphrase, options);
  return Buffer.from(asn1.toDer(file).getBytes(), 'binary');
}
