import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ConpaasError } from '../contract/errors.ts';
import { parsePart } from '../contract/parse-part.ts';
import type { RouteDefinition } from '../contract/route.ts';
import { type RouteName, routes } from '../contract/routes.ts';
import { type Access, admit } from './access.ts';
import { sendFile, sendJson, sendText } from './answers.ts';
import type { Caller } from './caller.ts';
import type { EventStreams } from './event-stream.ts';
import type { EventStream, FileOutput, TextOutput } from './handlers.ts';
import { discardRest, uploadOf } from './upload.ts';

/** What a handler is given, before its types are narrowed by the route's name. */
interface AnyInput {
  params: unknown;
  query: unknown;
  body: unknown;
  file: unknown;
  caller: Caller | undefined;
  address: string;
  signal: AbortSignal;
  lastEventId: string | undefined;
}
/** @param reply for the few routes that set cookies */
export type AnyHandler = (input: AnyInput, reply: FastifyReply) => Promise<unknown>;
export type HandlerTable = Partial<Record<RouteName, AnyHandler>>;

export interface RegisterOptions {
  /** A route without a handler does not exist on this listener. */
  handlers: HandlerTable;
  access: Access;
  streams: EventStreams;
}

/** Aborted when the connection ends before the answer was sent whole. */
function signalOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

function lastEventIdOf(request: FastifyRequest): string | undefined {
  const header = request.headers['last-event-id'];
  if (typeof header === 'string') return header;
  const { lastEventId } = request.query as { lastEventId?: unknown };
  return typeof lastEventId === 'string' ? lastEventId : undefined;
}

function inputOf(
  route: RouteDefinition,
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller | undefined,
): AnyInput {
  return {
    params: route.params ? parsePart(route.params, 'params', request.params) : {},
    query: route.query ? parsePart(route.query, 'query', request.query) : {},
    // A body may be left out where every field of it may.
    body: route.body ? parsePart(route.body, 'body', request.body === undefined ? {} : request.body) : {},
    file: undefined,
    caller,
    address: request.ip,
    signal: signalOf(reply),
    lastEventId: route.answers === 'events' ? lastEventIdOf(request) : undefined,
  };
}

/** Whether the request would still be let through now: its session may have ended, its certificate been withdrawn. */
function isStillAdmitted(access: Access, route: RouteDefinition, request: FastifyRequest): boolean {
  try {
    admit(access, route.audience, request);
    return true;
  } catch {
    return false;
  }
}

function answer(
  route: RouteDefinition,
  reply: FastifyReply,
  output: unknown,
  { streams, access }: RegisterOptions,
): FastifyReply {
  switch (route.answers) {
    case 'file':
      return sendFile(reply, output as FileOutput);
    case 'text':
      return sendText(reply, output as TextOutput);
    case 'events':
      streams.serve(reply, output as EventStream, () => isStillAdmitted(access, route, reply.request));
      return reply;
    default:
      return sendJson(reply, route, output);
  }
}

async function runWithFile(handler: AnyHandler, input: AnyInput, request: FastifyRequest, reply: FastifyReply) {
  const file = uploadOf(request.raw);
  try {
    return await handler({ ...input, file }, reply);
  } finally {
    if (!request.raw.complete || !file.readableEnded) await discardRest(request.raw, file);
  }
}

function registerRoute(server: FastifyInstance, route: RouteDefinition, handler: AnyHandler, options: RegisterOptions) {
  server.route({
    method: route.method,
    url: route.path,
    // Before the body is read: who may not call a route must not make the Director parse anything.
    onRequest: async (request) => {
      request.caller = admit(options.access, route.audience, request);
    },
    handler: async (request, reply) => {
      const input = inputOf(route, request, reply, request.caller);
      try {
        const output =
          route.request === 'file' ? await runWithFile(handler, input, request, reply) : await handler(input, reply);
        return answer(route, reply, output, options);
      } catch (thrown) {
        // Its caller went away, which ended the work: nobody reads the answer, and nothing is wrong.
        throw input.signal.aborted ? new ConpaasError('OPERATION_CANCELLED', {}, { cause: thrown }) : thrown;
      }
    },
  });
}

/** Bodies of uploads are left alone: the handler reads the request's stream. */
function acceptAnyBody(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _payload, done) => done(null));
}

/** Registers the routes of the table for which there is a handler: checks, role, answer are the same for all. */
export function registerRoutes(server: FastifyInstance, options: RegisterOptions): void {
  const entries = Object.entries(routes) as [RouteName, RouteDefinition][];
  server.decorateRequest('caller', undefined);
  const register = (scope: FastifyInstance, isFile: boolean) => {
    for (const [name, route] of entries) {
      const handler = options.handlers[name];
      if (handler && (route.request === 'file') === isFile) registerRoute(scope, route, handler, options);
    }
  };
  register(server, false);
  server.register(async (scope) => {
    acceptAnyBody(scope);
    register(scope, true);
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
  }
}
