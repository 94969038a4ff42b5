import type { User } from '../contract/user.ts';
import type { UserRecord } from '../store/users.ts';

/** A user as others may see it: of the password only whether there is one. */
export function userView(record: UserRecord): User {
  const { uid, username, email, firstName, lastName, affiliation, role, enabled, credit, created } = record;
  const hasPassword = record.passwordHash !== null;
  return { uid, username, email, firstName, lastName, affiliation, role, enabled, hasPassword, credit, created };
}
