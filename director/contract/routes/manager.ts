import { z } from 'zod';
import { createdNode } from '../created-node.ts';
import { creditEstimate } from '../credit.ts';
import { madeVolume } from '../made-volume.ts';
import { defineRoutes } from '../route.ts';
import { volumeName } from '../volume.ts';

const namedVolume = z.object({ name: volumeName });

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
    summary: 'Destroy instances of the calling application: by their ids, and whatever came of requests for nodes',
    body: z.object({
      ids: z.array(z.string().max(200)).max(1000),
      requestIds: z.array(z.string().max(64)).max(1000).default([]),
    }),
    status: 204,
  },
  estimateNodes: {
    method: 'GET',
    path: '/api/manager/credit',
    audience: 'manager',
    summary: 'What more instances would cost the user of the calling application',
    query: z.object({ instances: z.coerce.number().int().min(0).max(10_000) }),
    response: creditEstimate,
  },
  makeVolume: {
    method: 'POST',
    path: '/api/manager/volumes',
    audience: 'manager',
    summary: 'Make a storage volume for the service of a node, on the cloud of that node',
    body: namedVolume.extend({
      /** Chosen by the manager; a repeated request with the same id gives the same volume. */
      requestId: z.string().min(8).max(64),
      /** Megabytes. */
      size: z.int().positive().max(1_000_000_000),
      agentId: z.string().max(200),
    }),
    response: madeVolume,
  },
  attachVolume: {
    method: 'POST',
    path: '/api/manager/volumes/attach',
    audience: 'manager',
    summary: 'Attach a volume to a node of its service; one that is attached to it already stays so',
    body: namedVolume.extend({ agentId: z.string().max(200), device: z.string().regex(/^sd[b-z]$/) }),
    status: 204,
  },
  detachVolume: {
    method: 'POST',
    path: '/api/manager/volumes/detach',
    audience: 'manager',
    summary: 'Detach a volume from its node; what is on it stays',
    body: namedVolume,
    status: 204,
  },
  destroyVolume: {
    method: 'POST',
    path: '/api/manager/volumes/remove',
    audience: 'manager',
    summary: 'Detach a volume and delete it with what is on it; one that does not exist is gone already',
    /** The id it was made with, so that another one of the same name is not meant. */
    body: namedVolume.extend({ requestId: z.string().max(64) }),
    status: 204,
  },
});
