import { z } from 'zod';
import { application, applicationName } from '../application.ts';
import { applicationParameters, cloudChoice, defineRoutes, started } from '../route.ts';

/** Applications. */
export const applicationsRoutes = defineRoutes({
  listApplications: {
    method: 'GET',
    path: '/api/applications',
    audience: 'user',
    summary: 'Applications of the caller',
    response: z.array(application),
  },
  createApplication: {
    method: 'POST',
    path: '/api/applications',
    audience: 'user',
    summary: 'Create an application',
    body: z.object({ name: applicationName }),
    response: application,
    status: 201,
  },
  getApplication: {
    method: 'GET',
    path: '/api/applications/:aid',
    audience: 'user',
    summary: 'One application',
    params: applicationParameters,
    response: application,
  },
  renameApplication: {
    method: 'PATCH',
    path: '/api/applications/:aid',
    audience: 'user',
    summary: 'Rename an application',
    params: applicationParameters,
    body: z.object({ name: applicationName }),
    response: application,
  },
  deleteApplication: {
    method: 'DELETE',
    path: '/api/applications/:aid',
    audience: 'user',
    summary: 'Delete an application with its services and data',
    params: applicationParameters,
    ...started,
  },
  startApplication: {
    method: 'POST',
    path: '/api/applications/:aid/start',
    audience: 'user',
    summary: 'Start an application',
    params: applicationParameters,
    body: cloudChoice,
    ...started,
  },
  stopApplication: {
    method: 'POST',
    path: '/api/applications/:aid/stop',
    audience: 'user',
    summary: 'Stop an application; its services, code and data stay',
    params: applicationParameters,
    ...started,
  },
  getApplicationInfo: {
    method: 'GET',
    path: '/api/applications/:aid/info',
    audience: 'user',
    summary: 'Live states, nodes and volumes as the manager tells them',
    params: applicationParameters,
    response: z.object({
      states: z.record(z.string(), z.string()),
      nodes: z.array(z.string()),
      volumes: z.array(z.string()),
    }),
  },
  getApplicationLog: {
    method: 'GET',
    path: '/api/applications/:aid/log',
    audience: 'user',
    summary: 'Log of the manager',
    params: applicationParameters,
    answers: 'text',
  },
});
