import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** Cost of one hash; memory in KiB. The first choice of OWASP's password storage cheat sheet: 19 MiB, two passes. */
interface Cost {
  memory: number;
  passes: number;
  parallelism: number;
}
const cost: Cost = { memory: 19 * 1024, passes: 2, parallelism: 1 };
const saltLength = 16;
const tagLength = 32;

interface Parsed extends Cost {
  salt: Buffer;
  tag: Buffer;
}

/** As Argon2's own format and PHC strings write it: base64 without padding. */
const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

function tagOf(password: string, { memory, passes, parallelism, salt }: Omit<Parsed, 'tag'>, length: number) {
  // The same letters can be typed as different code points (é, e with an accent); NFKC makes them the same again.
  const message = Buffer.from(password.normalize('NFKC'));
  return derive('argon2id', { message, nonce: salt, memory, passes, parallelism, tagLength: length });
}

/** @returns a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>` */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltLength);
  const tag = await tagOf(password, { ...cost, salt }, tagLength);
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
}

const form = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{16,128})$/;

function parse(phc: string): Parsed | undefined {
  const [, memory, passes, parallelism, salt, tag] = form.exec(phc) ?? [];
  if (salt === undefined || tag === undefined) return undefined;
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

/** Of nobody's password: who has none is verified against it, so that the time tells nothing about whom there is. */
const nobodys: Parsed = { ...cost, salt: Buffer.alloc(saltLength), tag: randomBytes(tagLength) };

export interface Verdict {
  matches: boolean;
  /** Hashed with other costs than those of today: hash it anew while the password is at hand. */
  outdated: boolean;
}

/**
 * Compares in constant time.
 * @param phc what hashPassword gave; undefined, or text that is no such string, matches nothing at the same cost
 */
export async function verifyPassword(password: string, phc: string | undefined): Promise<Verdict> {
  const stored = phc === undefined ? undefined : parse(phc);
  const { tag, ...parameters } = stored ?? nobodys;
  const matches = timingSafeEqual(await tagOf(password, parameters, tag.length), tag);
  const current =
    parameters.memory === cost.memory &&
    parameters.passes === cost.passes &&
    parameters.parallelism === cost.parallelism &&
    tag.length === tagLength;
  return { matches: matches && stored !== undefined, outdated: !current };
}
