import { z } from 'zod';
import { operation, operationState } from '../operation.ts';
import { defineRoutes, idParameter, started } from '../route.ts';
import { sample } from '../system.ts';

/** Long work, and the sample applications. */
export const operationsRoutes = defineRoutes({
  listOperations: {
    method: 'GET',
    path: '/api/operations',
    audience: 'user',
    summary: 'Operations, newest first',
    query: z.object({
      aid: idParameter.optional(),
      state: operationState.optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    response: z.array(operation),
  },
  getOperation: {
    method: 'GET',
    path: '/api/operations/:id',
    audience: 'user',
    summary: 'One operation',
    params: z.object({ id: z.string() }),
    response: operation,
  },
  cancelOperation: {
    method: 'POST',
    path: '/api/operations/:id/cancel',
    audience: 'user',
    summary: 'Ask an operation to stop',
    params: z.object({ id: z.string() }),
    response: operation,
  },
  listSamples: {
    method: 'GET',
    path: '/api/samples',
    audience: 'user',
    summary: 'Sample applications',
    response: z.array(sample),
  },
  deploySample: {
    method: 'POST',
    path: '/api/samples/:name/deploy',
    audience: 'user',
    summary: 'Create, start and fill an application from a sample',
    params: z.object({ name: z.string() }),
    ...started,
  },
});
