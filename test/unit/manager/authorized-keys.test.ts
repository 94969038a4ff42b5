import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuthorizedKeysFile } from '../../../director/manager/authorized-keys.ts';

let directory: string;
let file: AuthorizedKeysFile;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keys-'));
  file = new AuthorizedKeysFile(join(directory, 'authorized_keys'));
});
afterEach(() => rm(directory, { recursive: true }));

/** The fields of a key with their lengths, in base64. */
function blob(...fields: (string | Buffer)[]): string {
  const parts = fields.flatMap((field) => {
    const bytes = Buffer.from(field as string);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  });
  return Buffer.concat(parts).toString('base64');
}
const ed25519 = (seed: number) => `ssh-ed25519 ${blob('ssh-ed25519', Buffer.alloc(32, seed))}`;
function rsa(bits: number): string {
  const { n = '', e = '' } = generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' });
  const number = (text: string) => Buffer.concat([Buffer.alloc(1), Buffer.from(text, 'base64url')]);
  return `ssh-rsa ${blob('ssh-rsa', number(e), number(n))}`;
}

async function add(text: string): Promise<number> {
  const path = join(directory, 'upload');
  await writeFile(path, text);
  return file.add(path);
}

describe('the SSH keys of an application', () => {
  it('are none at first', async () => expect(await file.list()).toEqual([]));

  it('are kept as they are given, each once whatever its comment', async () => {
    const lines = [`${ed25519(1)} anna@home`, rsa(2048)];
    expect(await add(`# mine\n\n${lines.join('\r\n')}\n${ed25519(1)} again\n`)).toBe(2);
    expect(await file.list()).toEqual(lines);
    expect(await add(`${ed25519(1)} elsewhere\n${ed25519(2)}`)).toBe(1);
    expect(await file.list()).toEqual([...lines, ed25519(2)]);
    expect(await readFile(join(directory, 'authorized_keys'), 'utf8')).toBe(`${[...lines, ed25519(2)].join('\n')}\n`);
    expect((await stat(join(directory, 'authorized_keys'))).mode & 0o777).toBe(0o600);
  });

  it('are all there when several are added at once', async () => {
    const paths = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const path = join(directory, `upload-${index}`);
        await writeFile(path, ed25519(index));
        return path;
      }),
    );
    expect(await Promise.all(paths.map((path) => file.add(path)))).toEqual(Array(8).fill(1));
    expect(await file.list()).toHaveLength(8);
  });

  it.each<[what: string, line: string, why: RegExp]>([
    ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----', /private key/],
    ['any text', 'hello world', /does not begin with one of/],
    ['an unknown algorithm', 'ssh-dss AAAA', /does not begin with one of/],
    ['options before the key', `command="sh" ${ed25519(1)}`, /does not begin with one of/],
    ['a key that was cut off', ed25519(1).slice(0, -8), /damaged or was cut off/],
    ['a key of another kind', `ssh-rsa ${ed25519(1).split(' ')[1]}`, /another kind/],
    ['no key', 'ssh-ed25519', /damaged/],
    ['a short RSA key', rsa(1024), /1024 bits is too short/],
    ['control characters', `${ed25519(1)} a\x1b[31m`, /control characters/],
  ])('are refused for %s, and nothing is added', async (_, line, why) => {
    await expect(add(`${ed25519(7)}\n${line}\n`)).rejects.toThrow(/Line 2 is not an SSH public key/);
    await expect(add(line)).rejects.toThrow(why);
    expect(await file.list()).toEqual([]);
  });
});
