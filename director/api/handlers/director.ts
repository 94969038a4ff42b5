import { ConpaasError } from '../../contract/errors.ts';
import { serviceDefinitions } from '../../services/definitions.ts';
import type { Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

type Names =
  | 'getVersion'
  | 'getSession'
  | 'getSystem'
  | 'getSettings'
  | 'updateSettings'
  | 'listClouds'
  | 'listServiceTypes'
  | 'followEvents';

export function directorHandlers(domain: Domain): Pick<Handlers, Names> {
  const { clouds, events, settings, store, system, version } = domain;
  return {
    getVersion: async () => ({ version }),
    getSession: async ({ caller }) => {
      const user = store.users.get(caller.uid);
      if (!user) throw new ConpaasError('NOT_SIGNED_IN');
      const signedInBy = caller.kind === 'certificate' ? 'certificate' : 'launch';
      return { uid: user.uid, username: user.username, role: user.role, version, signedInBy };
    },
    getSystem: () => system(),
    getSettings: async () => settings.get(),
    updateSettings: async ({ body }) => settings.update(body),
    listClouds: () => Promise.all(clouds.all().map((cloud) => cloud.describe())),
    listServiceTypes: async () => serviceDefinitions(),
    followEvents:
      async ({ caller, lastEventId }) =>
      (sink) => {
        if (lastEventId === undefined) sink.mark(events.currentId());
        return events.subscribe(caller.uid, lastEventId, ({ id, event }) => sink.send(id, event.type, event));
      },
  };
}
