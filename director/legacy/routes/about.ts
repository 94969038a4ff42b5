import { serviceDefinitions } from '../../services/definitions.ts';
import type { LegacyDomain } from '../domain.ts';
import { shownCloud } from '../objects.ts';
import { type LegacyRoute, publicRoute } from '../route.ts';

/** What everybody may know (reference §2.3). */
export function aboutRoutes({ version, clouds }: Pick<LegacyDomain, 'version' | 'clouds'>): LegacyRoute[] {
  return [
    publicRoute('GET /available_services', async () => ({ json: serviceDefinitions().map(({ type }) => type) })),
    publicRoute('GET /available_clouds', async () => ({
      json: clouds.all().map(({ name }) => shownCloud(clouds, name)),
    })),
    publicRoute('GET /version', async () => ({ text: version })),
    // Sign-in is by name and password only.
    publicRoute('GET /support_external_idp', async () => ({ text: 'False' })),
    publicRoute('GET /support_openid', async () => ({ text: 'False' })),
    // Levels of what the original writes to its log; ours has none to be asked for.
    publicRoute('GET /debug_level/:type', async () => ({ text: '0' })),
  ];
}
