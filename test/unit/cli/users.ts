import type { UserOverview } from '../../../director/contract/user.ts';

export const created = '2026-03-04T05:06:07.000Z';

export const aUser = (change: Partial<UserOverview> = {}): UserOverview => ({
  uid: 1,
  username: 'ann',
  email: 'ann@example.org',
  firstName: 'Ann',
  lastName: 'Lee',
  affiliation: '',
  role: 'user',
  enabled: true,
  hasPassword: true,
  credit: 50,
  created,
  applications: 0,
  instances: 0,
  lastSeen: null,
  ...change,
});

/** What is told of a password on the command line. */
export const exposed =
  'WARNING - A password on the command line can be read by other users of this computer. ' +
  'Leave it out to be asked for it, or set CONPAAS_PASSWORD.\n';
