import type {
  FastifyInstance,
  FastifyPluginAsync,
  FastifyReply,
  FastifyRequest,
  onRequestAsyncHookHandler,
} from 'fastify';
import { ConpaasError } from '../contract/errors.ts';
import type { Logger } from '../logging/logger.ts';
import { readAway } from '../wire/read-away.ts';
import type { Peer } from '../wire/trust.ts';
import { LegacyAccess, type LegacyManager } from './access.ts';
import { sendAnswer, sendError, sendJson } from './answers.ts';
import type { LegacyDomain } from './domain.ts';
import { readForms } from './form-reader.ts';
import { methodRefusal } from './method-refusal.ts';
import { Denied, LegacyError, Unauthorised } from './refusals.ts';
import type { LegacyInput, LegacyRoute } from './route.ts';
import { legacyRoutes } from './routes/index.ts';
import { emptyForm, type Form, valuesOf } from './values.ts';

export interface LegacyOptions {
  domain: LegacyDomain;
  log: Logger;
  /** Whom the certificate of the connection names. @throws ConpaasError with status 401 where it proves nobody */
  peerOf(request: FastifyRequest): Peer;
}

export interface LegacyApi {
  plugin: FastifyPluginAsync;
  /** For requests that no route is for: answers those of which only the method is wrong. */
  refuseMethod: onRequestAsyncHookHandler;
}

/** The Director API of ConPaaS 2.1 (reference §2), in a scope of its own. */
export function legacyApi({ domain, log, peerOf }: LegacyOptions): LegacyApi {
  const access = new LegacyAccess(domain, peerOf);
  const routes = legacyRoutes(domain);
  const plugin: FastifyPluginAsync = async (scope) => {
    scope.decorateRequest('legacyCaller', undefined);
    await readForms(scope);
    scope.addHook('onRequest', async (_request, reply) => {
      // Old clients read an answer until its connection ends, whatever its length says.
      reply.header('connection', 'close').header('cache-control', 'no-store');
    });
    scope.setErrorHandler(async (error, request, reply) => {
      await readAway(request.raw);
      return sendFailure(error, request, reply, log);
    });
    for (const route of routes) register(scope, route, access);
  };
  return { plugin, refuseMethod: methodRefusal(routes) };
}

function register(scope: FastifyInstance, route: LegacyRoute, access: LegacyAccess): void {
  scope.route({
    method: [...route.methods],
    url: route.path,
    exposeHeadRoute: true,
    // Before the body is read: who may not call a route must not make the Director parse anything.
    onRequest: async (request) => {
      if (route.caller === 'user') request.legacyCaller = { user: access.user(request) };
      if (route.caller === 'manager') request.legacyCaller = access.manager(request);
    },
    handler: async (request, reply) => sendAnswer(reply, await answer(route, request, inputOf(request, reply))),
  });
}

function answer(route: LegacyRoute, { legacyCaller: caller }: FastifyRequest, input: LegacyInput) {
  if (route.caller === 'public') return route.run(input);
  if (!caller) throw new Denied();
  if (route.caller === 'user') return route.run({ ...input, user: caller.user });
  if (!('aid' in caller)) throw new Denied();
  return route.run({ ...input, ...caller });
}

function inputOf(request: FastifyRequest, reply: FastifyReply): LegacyInput {
  const gone = new AbortController();
  reply.raw.once('close', () => reply.raw.writableFinished || gone.abort());
  return {
    values: valuesOf(request.query as Record<string, unknown>, (request.body as Form | undefined) ?? emptyForm),
    params: request.params as Record<string, string>,
    address: request.ip,
    signal: gone.signal,
  };
}

function sendFailure(thrown: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): FastifyReply {
  if (thrown instanceof Denied) return sendJson(reply.code(200), false);
  if (thrown instanceof Unauthorised) return reply.code(401).type('text/plain; charset=utf-8').send(thrown.message);
  if (thrown instanceof LegacyError) return sendError(reply.code(200), thrown.message);
  if (thrown instanceof ConpaasError && thrown.code !== 'INTERNAL') return sendError(reply.code(200), thrown.message);
  // What Fastify refuses, for example a body that is too large.
  if (isClientsFault(thrown)) return sendError(reply.code(200), thrown.message);
  const fields = { method: request.method, route: request.routeOptions.url };
  const error = thrown instanceof Error ? thrown.stack : String(thrown);
  log.error({ ...fields, error }, 'A request of an old client failed in a way that was not expected');
  return sendError(reply.code(500), new ConpaasError('INTERNAL', { why: 'see its log' }).message);
}

function isClientsFault(thrown: unknown): thrown is Error {
  if (!(thrown instanceof Error) || !('statusCode' in thrown)) return false;
  return typeof thrown.statusCode === 'number' && thrown.statusCode >= 400 && thrown.statusCode < 500;
}

declare module 'fastify' {
  interface FastifyRequest {
    legacyCaller: { user: LegacyManager['user'] } | LegacyManager | undefined;
  }
}
