import { listResources } from '../../applications/resources.ts';
import { ConpaasError } from '../../contract/errors.ts';
import type { Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

type Names =
  | 'getSignInOptions'
  | 'register'
  | 'listSessions'
  | 'endSession'
  | 'getProfile'
  | 'updateProfile'
  | 'changePassword'
  | 'listUsers'
  | 'createUser'
  | 'getUserHoldings'
  | 'updateUser'
  | 'setUserPassword'
  | 'deleteUser';

export function userHandlers(domain: Domain): Pick<Handlers, Names> {
  const { applications, sessions, settings, store, users, version } = domain;
  return {
    getSignInOptions: async () => ({ registration: settings.get().registration, version }),
    register: ({ body, address }) => users.register(body, address),
    listSessions: async ({ caller }) => sessions.list(caller.uid, caller.session?.id),
    endSession: async ({ caller, params }) => {
      if (!sessions.end(caller.uid, params.id)) throw new ConpaasError('SESSION_NOT_FOUND', { id: params.id });
      return undefined;
    },
    getProfile: async ({ caller }) => users.get(caller.uid),
    updateProfile: async ({ caller, body }) => users.update(caller.uid, body),
    changePassword: async ({ caller, body, address }) => {
      const { session } = caller;
      await users.changePassword(caller.uid, body, { address, ...(session ? { session: session.id } : {}) });
      return undefined;
    },
    listUsers: async () => users.list(),
    createUser: ({ body }) => users.create(body),
    getUserHoldings: async ({ params }) => {
      const { uid } = users.get(params.uid);
      const resources = listResources(store, uid);
      return {
        resources,
        applications: applications.list(uid).map(({ aid, name, state }) => ({
          aid,
          name,
          state,
          services: store.services.list(aid).length,
          instances: resources.filter((resource) => resource.aid === aid).length,
        })),
      };
    },
    updateUser: async ({ params, body }) => users.update(params.uid, body),
    setUserPassword: async ({ params, body }) => {
      await users.setPassword(params.uid, body.newPassword);
      return undefined;
    },
    deleteUser: async ({ params }) => {
      users.delete(params.uid);
      return undefined;
    },
  };
}
