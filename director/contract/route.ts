import { z } from 'zod';
import { operation } from './operation.ts';

/**
 * Who may call a route: `public` anybody; `user` a session or a user certificate; `administrator` the same of a user with
 * that role; `manager` a manager's certificate.
 */
export type Audience = 'public' | 'user' | 'administrator' | 'manager';

/** How a body travels: as JSON (the default), as a raw file, or as a stream of events. */
export interface RouteDefinition {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  audience: Audience;
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** "file": the body is the file's bytes. */
  request?: 'file';
  response?: z.ZodType;
  /** "file": an attachment; "text": plain text; "events": server-sent events of the given schema. */
  answers?: 'file' | 'text' | 'events';
  status?: 200 | 201 | 202 | 204;
}

/** Keeps the exact types of a table of routes. */
export const defineRoutes = <const T extends Record<string, RouteDefinition>>(table: T): T => table;

/** A number in a path. SQLite and JavaScript hold integers of this size exactly. */
export const idParameter = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
export const uidParameters = z.object({ uid: idParameter });
export const applicationParameters = z.object({ aid: idParameter });
export const serviceParameters = applicationParameters.extend({ sid: idParameter });

/** What a route answers that begins long work. */
export const started = { response: operation, status: 202 } as const;

export const cloudChoice = z.object({ cloud: z.string().max(128).optional() });

export const servicesPath = '/api/applications/:aid/services';
export const servicePath = `${servicesPath}/:sid` as const;

/** Matches the addresses of a route: a named part is anything but a slash. */
export const addressPattern = (path: string) =>
  new RegExp(`^${path.replace(/[.*+?^$()[\]{}|\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`);
