import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { certificateHandlers } from '../../../director/api/handlers/certificates.ts';
import type { Domain } from '../../../director/api/handlers/domain.ts';
import { ConpaasError } from '../../../director/contract/errors.ts';

const seen: unknown[] = [];
const handlers = certificateHandlers({
  certificates: {
    issueZip: async (uid: number) => Buffer.from(`zip of ${uid}`),
    issuePkcs12: async (uid: number, passphrase: string) => Buffer.from(`p12 of ${uid} ${passphrase}`),
    revoke: async (...given: unknown[]) => seen.push(given),
  },
  store: { users: { get: (uid: number) => ({ role: uid === 1 ? 'administrator' : 'user' }) } },
  users: {
    authenticate: async ({ password }: { password: string }, address: string) => {
      if (password !== 'right') throw new ConpaasError('SIGN_IN_FAILED');
      seen.push(address);
      return { uid: 5 };
    },
  },
} as unknown as Domain);

/** What the API would hand to any handler. */
const input = (uid: number, given: object) =>
  ({ caller: { kind: 'session', uid }, params: {}, query: {}, body: {}, address: '192.0.2.7', ...given }) as never;

it('makes a zip or a PKCS#12 file for the caller, with its size', async () => {
  const zip = await handlers.issueCertificate(input(3, { body: { format: 'zip' } }));
  expect(zip).toMatchObject({ filename: 'certs.zip', size: 8 });
  expect((await buffer(zip.stream)).toString()).toBe('zip of 3');
  const p12 = await handlers.issueCertificate(input(3, { body: { format: 'pkcs12', passphrase: 'secret words' } }));
  expect((await buffer(p12.stream)).toString()).toBe('p12 of 3 secret words');
});

it('makes no PKCS#12 file without a passphrase', async () => {
  const refused = handlers.issueCertificate(input(3, { body: { format: 'pkcs12' } }));
  await expect(refused).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

it('makes a zip for who knows a password, whose address counts for the waits', async () => {
  seen.length = 0;
  const zip = await handlers.issueCertificateByPassword(input(0, { body: { username: 'a', password: 'right' } }));
  expect((await buffer(zip.stream)).toString()).toBe('zip of 5');
  expect(seen).toEqual(['192.0.2.7']);
  const refused = handlers.issueCertificateByPassword(input(0, { body: { username: 'a', password: 'wrong' } }));
  await expect(refused).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' });
});

it('revokes as who the caller is by now, an administrator or not', async () => {
  seen.length = 0;
  for (const uid of [1, 2]) await handlers.revokeCertificate(input(uid, { params: { serial: 'AB' } }));
  expect(seen).toEqual([
    [{ uid: 1, administrator: true }, 'AB'],
    [{ uid: 2, administrator: false }, 'AB'],
  ]);
});
