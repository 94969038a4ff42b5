import type { RequestListener, Server } from 'node:http';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { openApi } from '../contract/openapi.ts';
import type { Logger } from '../logging/logger.ts';
import { readAway } from '../wire/read-away.ts';
import type { Access } from './access.ts';
import { EventStreams } from './event-stream.ts';
import { failureOf, notFound, sendFailure } from './failures.ts';
import { checkMethod } from './method-check.ts';
import { type HandlerTable, registerRoutes } from './register-routes.ts';
import { setSecurityHeaders } from './security-headers.ts';

/** Bytes that a JSON body may have; uploads have no limit here. */
const bodyLimit = 2 * 1024 * 1024;

export type Fallback = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | Promise<FastifyReply>;

export interface ServerOptions {
  version: string;
  log: Logger;
  access: Access;
  handlers: HandlerTable;
  /** Refuses what comes under a wrong name or from a wrong page, before anything else is done. */
  check(request: FastifyRequest): void;
  /** Answers what no route is for; NOT_FOUND without it. */
  fallback?: Fallback;
  /** Makes the server under Fastify: HTTP, or HTTPS with client certificates. */
  createServer(listener: RequestListener): Server;
}

/** One listener of the API: the routes of the table, the OpenAPI description, and the same answers to failures. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { log } = options;
  const server = fastify({
    bodyLimit,
    exposeHeadRoutes: false,
    rewriteUrl: ({ url = '/' }) => originForm(url),
    serverFactory: (listener) => options.createServer(listener as RequestListener),
    frameworkErrors: (error, request, reply) => sendFailure(reply, failureOf(error, request, log)),
  });
  server.addHook('onRequest', async (request, reply) => {
    setSecurityHeaders(reply);
    options.check(request);
    checkMethod(request, reply);
  });
  server.addHook('onResponse', async (request, reply) => {
    const fields = { method: request.method, route: request.routeOptions.url, status: reply.statusCode };
    log.debug({ ...fields, milliseconds: Math.round(reply.elapsedTime) }, 'Request answered');
  });
  server.setErrorHandler(async (error, request, reply) => {
    await readAway(request.raw);
    return sendFailure(reply, failureOf(error, request, log));
  });
  server.setNotFoundHandler(options.fallback ?? ((request, reply) => sendFailure(reply, notFound(request))));
  // A form on any page could send text/plain without asking first; nothing here takes it.
  server.removeContentTypeParser('text/plain');

  const streams = new EventStreams();
  server.addHook('preClose', async () => streams.endAll());
  registerRoutes(server, { handlers: options.handlers, access: options.access, streams });
  describeApi(server, options.version);
  return server;
}

/** Clients of ConPaaS 2.1 ask for whole addresses, as is otherwise done of proxies; a server must take them (RFC 9112 §3.2.2). */
function originForm(target: string): string {
  const path = /^https?:\/\/[^/?]*(.*)$/i.exec(target)?.[1];
  if (path === undefined) return target;
  return path.startsWith('/') ? path : `/${path}`;
}

function describeApi(server: FastifyInstance, version: string): void {
  let text: string | undefined;
  server.get('/api/openapi.json', async (_request, reply) => {
    text ??= JSON.stringify(openApi(version));
    return reply.type('application/json; charset=utf-8').send(text);
  });
}
