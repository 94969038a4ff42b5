import { listResources } from '../../applications/resources.ts';
import type { LegacyDomain } from '../domain.ts';
import { profileObject, resourceObject } from '../objects.ts';
import { type LegacyRoute, userRoute } from '../route.ts';

/** What a user can ask about themselves (reference §2.4). */
export function profileRoutes({ clouds, credits, store }: LegacyDomain): LegacyRoute[] {
  return [
    userRoute('GET /user_config', async ({ user }) => ({ json: profileObject(user) })),
    userRoute('GET /user_credit', async ({ user }) => ({ json: credits.of(user.uid).balance })),
    userRoute('GET /list_resources', async ({ user }) => ({
      json: listResources(store, user.uid).map((resource) => resourceObject(resource, clouds)),
    })),
  ];
}
