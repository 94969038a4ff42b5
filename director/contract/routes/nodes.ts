import { z } from 'zod';
import { defineRoutes, serviceParameters, servicePath, started } from '../route.ts';
import { node, nodeCounts, nodeLog, traffic } from '../service.ts';

const nodeId = serviceParameters.extend({ nodeId: z.string() });

/** Nodes of services. */
export const nodesRoutes = defineRoutes({
  listNodes: {
    method: 'GET',
    path: `${servicePath}/nodes`,
    audience: 'user',
    summary: 'Nodes with their roles, servers and logs',
    params: serviceParameters,
    response: z.array(node),
  },
  addNodes: {
    method: 'POST',
    path: `${servicePath}/nodes/add`,
    audience: 'user',
    summary: 'Add nodes',
    params: serviceParameters,
    body: z.object({ nodes: nodeCounts, cloud: z.string().optional() }),
    ...started,
  },
  removeNodes: {
    method: 'POST',
    path: `${servicePath}/nodes/remove`,
    audience: 'user',
    summary: 'Remove nodes',
    params: serviceParameters,
    body: z.object({ nodes: nodeCounts }),
    ...started,
  },
  replaceNode: {
    method: 'POST',
    path: `${servicePath}/nodes/:nodeId/replace`,
    audience: 'user',
    summary: 'Put a new node in the place of a lost one',
    params: nodeId,
    ...started,
  },
  setWeights: {
    method: 'PUT',
    path: `${servicePath}/weights`,
    audience: 'user',
    summary: 'Share of the load per node',
    params: serviceParameters,
    body: z.object({
      web: z.record(z.string(), z.int().min(0).max(256)),
      backend: z.record(z.string(), z.int().min(0).max(256)),
    }),
    status: 204,
  },
  getTraffic: {
    method: 'GET',
    path: `${servicePath}/traffic`,
    audience: 'user',
    summary: 'Counters of what flows through the nodes',
    params: serviceParameters,
    response: traffic,
  },
  listNodeLogs: {
    method: 'GET',
    path: `${servicePath}/nodes/:nodeId/logs`,
    audience: 'user',
    summary: 'Logs of a node',
    params: nodeId,
    response: z.array(nodeLog),
  },
  getNodeLog: {
    method: 'GET',
    path: `${servicePath}/nodes/:nodeId/logs/:filename`,
    audience: 'user',
    summary: 'A log, or its end',
    params: nodeId.extend({ filename: z.string() }),
    query: z.object({ tail: z.coerce.number().int().positive().optional() }),
    answers: 'text',
  },
  followNodeLog: {
    method: 'GET',
    path: `${servicePath}/nodes/:nodeId/logs/:filename/follow`,
    audience: 'user',
    summary: 'A log live: server-sent events whose data is a JSON string with new text',
    params: nodeId.extend({ filename: z.string() }),
    answers: 'events',
  },
});
