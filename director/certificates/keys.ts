import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

/**
 * `rsa` (2048 bits) takes about 0.1 s and every program reads it; `ec` (P-256) takes under a millisecond, so that
 * instances start without waiting for a key.
 */
export type KeyType = 'rsa' | 'ec';

/** Makes a private key off the event loop. */
export async function makeKey(type: KeyType): Promise<KeyObject> {
  const pair =
    type === 'rsa' ? await generate('rsa', { modulusLength: 2048 }) : await generate('ec', { namedCurve: 'P-256' });
  return pair.privateKey;
}

/** The key as a PEM text (PKCS #8, not encrypted). */
export function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export const keyOfPem = createPrivateKey;

/** SubjectPublicKeyInfo of a key, private or public. */
export function publicDer(key: KeyObject): Buffer {
  return (key.type === 'public' ? key : createPublicKey(key)).export({ type: 'spki', format: 'der' });
}
