import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority } from '../../../director/certificates/authority.ts';

/** A CA and two of its users, and another CA with the same user as the first; all PEM. */
export async function makeCredentials() {
  const folder = await mkdtemp(join(tmpdir(), 'cps-credentials-'));
  try {
    const [authority, other] = await Promise.all([openAuthority(folder), openAuthority(join(folder, 'other'))]);
    const user = (uid: number) =>
      ({ kind: 'user', uid, commonName: `user${uid}`, email: `user${uid}@localhost` }) as const;
    const [ann, bob, elsewhere] = await Promise.all([
      authority.issue(user(1)),
      authority.issue(user(2)),
      other.issue(user(1)),
    ]);
    return { authority: ann.ca, otherAuthority: elsewhere.ca, ann, bob, elsewhere };
  } finally {
    await rm(folder, { recursive: true });
  }
}
export type Credentials = Awaited<ReturnType<typeof makeCredentials>>;
