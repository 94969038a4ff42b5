import { createServer as createHttpServer } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../../../director/api/certificate-access.ts';
import type { HandlerTable } from '../../../director/api/register-routes.ts';
import { createServer, type ServerOptions } from '../../../director/api/server.ts';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { type RouteName, routes } from '../../../director/contract/routes.ts';
import type { Logger } from '../../../director/logging/logger.ts';
import type { Peer } from '../../../director/wire/trust.ts';

/** What was logged, so that a test can look for what must not be there. */
export class RecordedLog implements Logger {
  readonly lines: { level: string; fields: unknown; text: string | undefined }[] = [];
  readonly #at = (level: string) => (fields: object | string, text?: string) => {
    this.lines.push({ level, fields, text });
  };
  readonly debug = this.#at('debug');
  readonly info = this.#at('info');
  readonly warn = this.#at('warn');
  readonly error = this.#at('error');
}

export const peer = (role: string, uid: number | null, serviceLocator: number | null): Peer => ({
  role,
  uid,
  serviceLocator,
  commonName: 'test',
  serial: '01',
});

/** The one user who is an administrator. */
export const administratorUid = 99;

/** Puts the peer, which a connection would prove by its certificate, into a header that only these tests understand. */
export const as = (who: Peer) => ({ 'x-peer': JSON.stringify(who) });

/** A handler for every route that fails with a code of which one can see that the handler was reached. */
const reached = 'SAMPLE_NOT_FOUND';
export const allHandlers = (): HandlerTable =>
  Object.fromEntries(
    Object.keys(routes).map((name) => [
      name as RouteName,
      async () => {
        throw new ConpaasError(reached, { name });
      },
    ]),
  );

/** One listener without a port, whose callers name themselves by `as(peer)`. */
export function serverUnderTest(options: Partial<ServerOptions> = {}): { server: FastifyInstance; log: RecordedLog } {
  const log = new RecordedLog();
  const server = createServer({
    version: '1.2.3',
    log,
    handlers: allHandlers(),
    access: {
      identify: (request) => {
        const header = request.headers['x-peer'];
        if (typeof header !== 'string') throw new ConpaasError('CERTIFICATE_REQUIRED');
        return callerOf(JSON.parse(header) as Peer, request, {
          admit: (uid) => ({ administrator: uid === administratorUid }),
        });
      },
    },
    check: () => undefined,
    createServer: (listener) => createHttpServer(listener),
    ...options,
  });
  return { server, log };
}

export const aPath = (path: string) => path.replace(/:\w+/g, '1');
