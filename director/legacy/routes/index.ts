import type { LegacyDomain } from '../domain.ts';
import type { LegacyRoute } from '../route.ts';
import { aboutRoutes } from './about.ts';
import { accountRoutes } from './accounts.ts';
import { applicationRoutes } from './applications.ts';
import { callbackRoutes } from './callbacks.ts';
import { downloadRoutes } from './downloads.ts';
import { manifestRoutes } from './manifests.ts';
import { profileRoutes } from './profile.ts';
import { serviceRoutes } from './services.ts';
import { volumeRoutes } from './volumes.ts';

/** Every route of the Director API of ConPaaS 2.1 (reference §2.3 to §2.5, and of §2.7 what every client asks). */
export function legacyRoutes(domain: LegacyDomain): LegacyRoute[] {
  return [
    ...aboutRoutes(domain),
    ...accountRoutes(domain),
    ...downloadRoutes(domain),
    ...applicationRoutes(domain),
    ...serviceRoutes(domain),
    ...manifestRoutes(domain),
    ...profileRoutes(domain),
    ...callbackRoutes(domain),
    ...volumeRoutes(domain),
  ];
}
