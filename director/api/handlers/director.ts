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
  const { clouds, credits, events, settings, sharing, system, users, version } = domain;
  return {
    getVersion: async () => ({ version }),
    getSession: async ({ caller }) => {
      const { uid, username, role } = users.get(caller.uid);
      return { uid, username, role, version, signedInBy: caller.session?.signedInBy ?? 'certificate' };
    },
    getSystem: async ({ caller }) => {
      const described = await system();
      const warning = credits.warning(caller.uid);
      if (!warning) return described;
      const { code, message, hint } = warning;
      return { ...described, notices: [...described.notices, { code, message, hint }] };
    },
    getSettings: async () => settings.get(),
    updateSettings: async ({ body }) => {
      const updated = await sharing.update(body);
      if (body.creditsEnabled !== undefined) credits.switched();
      return updated;
    },
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
