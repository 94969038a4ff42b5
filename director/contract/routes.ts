import { applicationsRoutes } from './routes/applications.ts';
import { certificatesRoutes } from './routes/certificates.ts';
import { checksRoutes } from './routes/checks.ts';
import { codeRoutes } from './routes/code.ts';
import { creditsRoutes } from './routes/credits.ts';
import { directorRoutes } from './routes/director.ts';
import { managerRoutes } from './routes/manager.ts';
import { manifestsRoutes } from './routes/manifests.ts';
import { nodesRoutes } from './routes/nodes.ts';
import { operationsRoutes } from './routes/operations.ts';
import { servicesRoutes } from './routes/services.ts';
import { usersRoutes } from './routes/users.ts';
import { volumesRoutes } from './routes/volumes.ts';

/** Every route of the modern API. Client types, validation, OpenAPI and the CLI come from this table. */
export const routes = {
  ...directorRoutes,
  ...usersRoutes,
  ...certificatesRoutes,
  ...creditsRoutes,
  ...checksRoutes,
  ...applicationsRoutes,
  ...servicesRoutes,
  ...nodesRoutes,
  ...codeRoutes,
  ...volumesRoutes,
  ...manifestsRoutes,
  ...operationsRoutes,
  ...managerRoutes,
} as const;

export type Routes = typeof routes;
export type RouteName = keyof Routes;
