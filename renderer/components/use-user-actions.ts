import type { UserOverview } from '../../director/contract/user.ts';
import { bind } from '../actions/action.ts';
import type { BoundAction } from '../actions/bound-action.ts';
import { userActions } from '../actions/user-actions.ts';
import type { Model } from '../stores/model.ts';
import { useSession } from './use-session.ts';

/** All that an administrator can do with a user, in the order of menus. */
export function useUserActions(user: UserOverview, model: Model): BoundAction[] {
  const session = useSession();
  const target = { user, isSelf: session?.uid === user.uid };
  return userActions(target).map((action) =>
    bind(action, target, model, { key: String(user.uid), subject: user.username }),
  );
}
