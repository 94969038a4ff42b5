import { z } from 'zod';
import { createdNode } from '../created-node.ts';
import { defineRoutes } from '../route.ts';

/** Callbacks of managers (modern form of /create_nodes and /remove_nodes). */
export const managerRoutes = defineRoutes({
  createNodes: {
    method: 'POST',
    path: '/api/manager/nodes',
    audience: 'manager',
    summary: 'Create instances for a service of the calling application',
    body: z.object({
      /** Chosen by the manager; a repeated request with the same id gives the same nodes, so that it may be sent again. */
      requestId: z.string().min(8).max(64),
      sid: z.int().positive(),
      serviceType: z.string(),
      nodes: z
        .array(z.object({ role: z.string(), cloud: z.string() }))
        .min(1)
        .max(64),
      startupScript: z.string().optional(),
    }),
    response: z.array(createdNode),
  },
  destroyNodes: {
    method: 'POST',
    path: '/api/manager/nodes/remove',
    audience: 'manager',
    summary: 'Destroy instances of the calling application',
    body: z.object({ ids: z.array(z.string()).min(1) }),
    status: 204,
  },
});
