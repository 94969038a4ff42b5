import { type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import forge from 'node-forge';
import { pemOf, publicDer } from './keys.ts';
import type { SubjectField } from './subject.ts';

/** A certificate to be made. */
export interface Draft {
  /** The public key that is certified, or the private one it belongs to. */
  key: KeyObject;
  subject: readonly SubjectField[];
  notBefore: Date;
  notAfter: Date;
  use: 'authority' | 'client' | 'server and client';
  /** IP addresses and DNS names. */
  addresses: readonly string[];
}

/** Who signs: an RSA key, and its certificate as PEM; without one the certificate signs itself. */
export interface Signer {
  key: KeyObject;
  cert?: string;
}

const sha256WithRsa = forge.pki.oids.sha256WithRSAEncryption as string;

/** 128 bits, positive, all 16 bytes used: so no two certificates have the same, and nobody can guess the next. */
function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

function attribute({ oid, value }: SubjectField): forge.pki.CertificateField {
  // forge's types say Class where the tag of the string type is meant.
  return { type: oid, value, valueTagClass: forge.asn1.Type.UTF8 as unknown as forge.asn1.Class };
}

function alternativeName(address: string): object {
  return isIP(address) ? { type: 7, ip: address } : { type: 2, value: address };
}

function extensions({ use, addresses, key }: Draft, issuerKeyId: string): object[] {
  if (use === 'authority') {
    return [
      { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
      { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
      { name: 'subjectKeyIdentifier' },
    ];
  }
  return [
    { name: 'basicConstraints', critical: true, cA: false },
    {
      name: 'keyUsage',
      critical: true,
      digitalSignature: true,
      // Means something for RSA keys only (RFC 8813 §3).
      keyEncipherment: key.asymmetricKeyType === 'rsa',
    },
    { name: 'extKeyUsage', clientAuth: true, serverAuth: use === 'server and client' },
    { name: 'authorityKeyIdentifier', keyIdentifier: issuerKeyId },
    ...(addresses.length > 0 ? [{ name: 'subjectAltName', altNames: addresses.map(alternativeName) }] : []),
  ];
}

/**
 * Makes a certificate: X.509 v3, signed with SHA-256 and the signer's RSA key.
 *
 * forge lays out the structure but knows RSA keys only and would sign in JavaScript; so the public key is put in, and the
 * signature made, by node:crypto.
 * @returns PEM text
 */
export function makeCertificate(draft: Draft, signer: Signer): string {
  const certificate = forge.pki.createCertificate();
  const issuerKey = forge.pki.privateKeyFromPem(pemOf(signer.key));
  certificate.publicKey = forge.pki.setRsaPublicKey(issuerKey.n, issuerKey.e);
  certificate.serialNumber = randomSerial();
  certificate.validity.notBefore = draft.notBefore;
  certificate.validity.notAfter = draft.notAfter;
  certificate.setSubject(draft.subject.map(attribute));
  certificate.setIssuer(
    signer.cert ? forge.pki.certificateFromPem(signer.cert).subject.attributes : draft.subject.map(attribute),
  );
  // While `publicKey` is the signer's, this is the identifier of the signer's key.
  certificate.setExtensions(extensions(draft, certificate.generateSubjectKeyIdentifier().getBytes()));
  certificate.signatureOid = sha256WithRsa;
  certificate.siginfo.algorithmOid = sha256WithRsa;
  certificate.signature = '';
  return signed(forge.pki.certificateToAsn1(certificate), draft.key, signer.key);
}

// Places in the structures Certificate and TBSCertificate (RFC 5280 §4.1).
const toBeSigned = 0;
const signature = 2;
const publicKeyInfo = 6;

function signed(certificate: forge.asn1.Asn1, key: KeyObject, signerKey: KeyObject): string {
  const { asn1 } = forge;
  const parts = childrenOf(certificate);
  const body = parts[toBeSigned];
  if (!body) throw new Error('forge made a certificate without a body');
  childrenOf(body)[publicKeyInfo] = asn1.fromDer(publicDer(key).toString('binary'));
  const bytes = Buffer.from(asn1.toDer(body).getBytes(), 'binary');
  const noUnusedBits = '\0';
  parts[signature] = asn1.create(
    asn1.Class.UNIVERSAL,
    asn1.Type.BITSTRING,
    false,
    noUnusedBits + sign('sha256', bytes, signerKey).toString('binary'),
  );
  const der = Buffer.from(asn1.toDer(certificate).getBytes(), 'binary');
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function childrenOf(node: forge.asn1.Asn1): forge.asn1.Asn1[] {
  if (!Array.isArray(node.value)) throw new Error('forge made a certificate of another structure');
  return node.value;
}
