import { argon2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../../../director/users/passwords.ts';

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/** A hash as an older version with less memory may have made it. */
function olderHash(password: string): string {
  const nonce = Buffer.alloc(16, 7);
  const tag = argon2Sync('argon2id', {
    message: password,
    nonce,
    memory: 1024,
    passes: 3,
    parallelism: 1,
    tagLength: 32,
  });
  return `$argon2id$v=19$m=1024,t=3,p=1$${base64(nonce)}$${base64(tag)}`;
}

describe('a password', () => {
  it('is kept as a PHC string with its costs and a salt of its own', async () => {
    const [one, other] = [await hashPassword('correct horse'), await hashPassword('correct horse')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(other).not.toBe(one);
    expect(await verifyPassword('correct horse', one)).toEqual({ matches: true, outdated: false });
    expect(await verifyPassword('Correct horse', one)).toMatchObject({ matches: false });
  });

  it('is the same however its accents were typed', async () => {
    const hash = await hashPassword('caf\u00e9 au lait');
    expect(await verifyPassword('cafe\u0301 au lait', hash)).toMatchObject({ matches: true });
  });

  it('that was hashed at other costs is right still, and told to be outdated', async () => {
    expect(await verifyPassword('correct horse', olderHash('correct horse'))).toEqual({
      matches: true,
      outdated: true,
    });
    expect(await verifyPassword('wrong horse', olderHash('correct horse'))).toMatchObject({ matches: false });
  });

  it('hashed by the reference implementation of Argon2 is verified', async () => {
    // From the tests of github.com/P-H-C/phc-winner-argon2: "password", "somesalt", 2 passes, 64 MiB.
    const vector = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await verifyPassword('password', vector)).toMatchObject({ matches: true });
    expect(await verifyPassword('Password', vector)).toMatchObject({ matches: false });
  });

  it.each([undefined, '', 'plain', '$argon2id$v=19$m=1,t=1,p=1$$', '$argon2i$v=19$m=65536,t=2,p=1$c29t$CTFh'])(
    'matches nothing where %j is stored',
    async (stored) => {
      expect(await verifyPassword('', stored)).toMatchObject({ matches: false });
    },
  );

  it('of nobody takes as long to refuse as a wrong one', async () => {
    const hash = await hashPassword('correct horse');
    const time = async (stored: string | undefined) => {
      const times = [];
      for (let round = 0; round < 5; round += 1) {
        const begin = performance.now();
        await verifyPassword('wrong horse', stored);
        times.push(performance.now() - begin);
      }
      return times.sort((a, b) => a - b)[2] ?? 0;
    };
    const [wrong, nobodys] = [await time(hash), await time(undefined)];
    // Without a hash it would be a hundredth.
    expect(nobodys).toBeGreaterThan(wrong / 3);
  });
});
