import { ConpaasError } from '../contract/errors.ts';
import type { UserOverview } from '../contract/user.ts';
import type { Call } from './call.ts';
import type { ArgumentDefinition } from './definition.ts';

export const userArgument: ArgumentDefinition = {
  name: 'username',
  description: 'name of the user',
  completes: 'user',
};

/**
 * The user of the argument "username", for administrators.
 * @throws ConpaasError USER_NOT_FOUND
 */
export async function userOf(call: Call): Promise<UserOverview> {
  const username = call.argument('username');
  const users = await (await call.session.client()).listUsers();
  const found = users.find((user) => user.username === username);
  if (found) return found;
  throw Object.assign(new ConpaasError('USER_NOT_FOUND'), { message: `Unknown user name '${username}'` });
}
