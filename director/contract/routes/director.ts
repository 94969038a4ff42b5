import { z } from 'zod';
import { defineRoutes } from '../route.ts';
import { serviceType } from '../service.ts';
import { cloudDescription, session, settings, system } from '../system.ts';

/** The Director itself: what it is, how it is set, what it offers. */
export const directorRoutes = defineRoutes({
  getVersion: {
    method: 'GET',
    path: '/api/version',
    audience: 'public',
    summary: 'Version of the Director',
    response: z.object({ version: z.string() }),
  },
  openSession: {
    method: 'POST',
    path: '/api/session',
    audience: 'public',
    summary: 'Sign in: exchange the one-time launch token, or name and password, for a session cookie',
    body: z.union([
      z.object({ launchToken: z.string().max(256) }),
      z.object({ username: z.string().max(256), password: z.string().max(256) }),
    ]),
    response: session,
  },
  getSession: { method: 'GET', path: '/api/session', audience: 'user', summary: 'Who is asking', response: session },
  createLaunchToken: {
    method: 'POST',
    path: '/api/launch-tokens',
    audience: 'user',
    summary: 'Make a one-time token that opens the UI',
    response: z.object({ url: z.string(), launchToken: z.string() }),
    status: 201,
  },
  getSystem: {
    method: 'GET',
    path: '/api/system',
    audience: 'user',
    summary: 'What this computer offers and how the Director uses it',
    response: system,
  },
  getSettings: { method: 'GET', path: '/api/settings', audience: 'user', summary: 'Settings', response: settings },
  updateSettings: {
    method: 'PATCH',
    path: '/api/settings',
    audience: 'administrator',
    summary: 'Change settings',
    body: settings.partial(),
    response: settings,
  },
  listClouds: {
    method: 'GET',
    path: '/api/clouds',
    audience: 'user',
    summary: 'Clouds',
    response: z.array(cloudDescription),
  },
  listServiceTypes: {
    method: 'GET',
    path: '/api/service-types',
    audience: 'user',
    summary: 'Service types with roles, settings and logs',
    response: z.array(serviceType),
  },
  followEvents: {
    method: 'GET',
    path: '/api/events',
    audience: 'user',
    summary: 'Changes as server-sent events (see the schema Event); resumes with Last-Event-ID',
    answers: 'events',
  },
});
