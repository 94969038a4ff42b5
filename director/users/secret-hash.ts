import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits for a token or a session. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Only this is kept: who reads the memory dump or the database cannot sign in with it. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Compares two hashes in a time that tells nothing about where they differ. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
