import { z } from 'zod';
import { applicationParameters, defineRoutes, started } from '../route.ts';
import { volume, volumeName } from '../volume.ts';

/** Storage volumes of nodes. */
export const volumesRoutes = defineRoutes({
  listVolumes: {
    method: 'GET',
    path: '/api/applications/:aid/volumes',
    audience: 'user',
    summary: 'Storage volumes of an application',
    params: applicationParameters,
    response: z.array(volume),
  },
  createVolume: {
    method: 'POST',
    path: '/api/applications/:aid/volumes',
    audience: 'user',
    summary: 'Create a storage volume and attach it to a node',
    params: applicationParameters,
    // Megabytes.
    body: z.object({ name: volumeName, size: z.int().positive().max(1_000_000_000), agentId: z.string().max(200) }),
    ...started,
  },
  deleteVolume: {
    method: 'DELETE',
    path: '/api/applications/:aid/volumes/:name',
    audience: 'user',
    summary: 'Detach a storage volume and delete it with what is on it',
    params: applicationParameters.extend({ name: volumeName }),
    ...started,
  },
});
