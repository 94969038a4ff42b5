import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConpaasError } from '../contract/errors.ts';
import type { Access } from './access.ts';
import type { Caller } from './caller.ts';
import { type Sessions, sessionLifetime } from './sessions.ts';

/**
 * Cookies do not tell ports apart: two Directors on one computer would overwrite each other's without the port in the name.
 */
const cookieName = (port: number): string => `conpaas-session-${port}`;

/** Knows callers by the session cookie of their browser. */
export class SessionAccess implements Access {
  readonly #sessions: Sessions;
  readonly #port: () => number;

  /** @param port of the listener, known once it listens */
  constructor(sessions: Sessions, port: () => number) {
    this.#sessions = sessions;
    this.#port = port;
  }

  identify(request: FastifyRequest): Caller {
    const id = request.cookies[cookieName(this.#port())];
    const uid = id === undefined ? undefined : this.#sessions.userOf(id);
    if (uid === undefined) throw new ConpaasError('NOT_SIGNED_IN');
    return { kind: 'session', uid, role: 'user' };
  }

  /** Opens a session for this user and lays its cookie into the answer. */
  signIn(reply: FastifyReply, uid: number): void {
    reply.setCookie(cookieName(this.#port()), this.#sessions.open(uid), {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      maxAge: sessionLifetime / 1000,
    });
  }
}
