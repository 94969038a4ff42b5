import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import forge from 'node-forge';
import { ConpaasError } from '../contract/errors.ts';

/** Signature algorithms that are accepted, by their object identifiers, with the hash of each. */
const hashes: Record<string, string> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};
const curves = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const smallestRsaKey = 2048;
/** Characters; a request with a key of 16384 bits has 6000. */
const longest = 20_000;

const refusal = (why: string, cause?: unknown) =>
  new ConpaasError('SIGNING_REQUEST_INVALID', { why }, cause === undefined ? {} : { cause });

/**
 * The key of a certificate request (PKCS #10, PEM text), once its sender has proven by the signature that it holds the private one.
 * What the request says of its subject is not read.
 * @throws ConpaasError SIGNING_REQUEST_INVALID
 */
export function requestedKey(pem: string): KeyObject {
  const { signed, key, hash, signature } = parse(pem);
  if (!proves(key, hash, signed, signature)) throw refusal('its signature does not fit its key');
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const strong =
    key.asymmetricKeyType === 'rsa'
      ? (modulusLength ?? 0) >= smallestRsaKey
      : key.asymmetricKeyType === 'ec' && curves.has(namedCurve ?? '');
  if (!strong) throw refusal('its key is too weak, or of another kind');
  return key;
}

function proves(key: KeyObject, hash: string, signed: Buffer, signature: Buffer): boolean {
  try {
    return verify(hash, signed, key, signature);
  } catch {
    return false;
  }
}

// Places in CertificationRequest and CertificationRequestInfo (RFC 2986 §4).
const [informationAt, algorithmAt, signatureAt, keyAt] = [0, 1, 2, 2];

function parse(pem: string) {
  if (pem.length > longest) throw refusal('it is too long');
  try {
    const [message] = forge.pem.decode(pem);
    if (!message || !/^(NEW )?CERTIFICATE REQUEST$/.test(message.type)) throw new Error('no request in it');
    const { asn1 } = forge;
    const request = asn1.fromDer(message.body);
    const information = child(request, informationAt);
    const algorithm = child(child(request, algorithmAt), 0);
    const hash = hashes[asn1.derToOid(bytesOf(algorithm).toString('binary'))];
    if (hash === undefined) throw new Error('signed in another way than with SHA-256, SHA-384 or SHA-512');
    const spki = Buffer.from(asn1.toDer(child(information, keyAt)).getBytes(), 'binary');
    return {
      signed: Buffer.from(asn1.toDer(information).getBytes(), 'binary'),
      key: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
      hash,
      signature: bitsOf(child(request, signatureAt)),
    };
  } catch (thrown) {
    throw refusal('it cannot be read', thrown);
  }
}

function child(node: forge.asn1.Asn1, place: number): forge.asn1.Asn1 {
  const found = Array.isArray(node.value) ? node.value[place] : undefined;
  if (!found) throw new Error('a part is missing');
  return found;
}

function bytesOf({ value }: forge.asn1.Asn1): Buffer {
  if (typeof value !== 'string') throw new Error('a part is of another kind');
  return Buffer.from(value, 'binary');
}

/** forge looks into bit strings and, where they hold a structure, gives that instead; what came is kept beside it. */
function bitsOf(node: forge.asn1.Asn1): Buffer {
  const original: unknown = Reflect.get(node, 'bitStringContents');
  const bits = typeof original === 'string' ? Buffer.from(original, 'binary') : bytesOf(node);
  const unusedBits = 1;
  return bits.subarray(unusedBits);
}
