import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConpaasError } from '../contract/errors.ts';
import { type CurrentSession, type Sessions, sessionLifetime } from '../users/sessions.ts';
import type { Access, Accounts } from './access.ts';
import type { UserCaller } from './caller.ts';

export interface SessionAccessOptions {
  sessions: Sessions;
  accounts: Accounts;
  /** Of the listener, known once it listens. */
  port: () => number;
  /** Whether the listener speaks HTTPS. */
  secure: boolean;
}

/** Knows callers by the session cookie of their browser. */
export class SessionAccess implements Access {
  readonly #options: SessionAccessOptions;

  constructor(options: SessionAccessOptions) {
    this.#options = options;
  }

  identify(request: FastifyRequest): UserCaller {
    const session = this.find(request);
    if (!session) throw new ConpaasError('NOT_SIGNED_IN');
    return { kind: 'session', uid: session.uid, role: 'user', session, ...this.#options.accounts.admit(session.uid) };
  }

  /** The session whose cookie the request carries. */
  find(request: FastifyRequest): CurrentSession | undefined {
    const secret = request.cookies[this.#cookieName];
    return secret === undefined ? undefined : this.#options.sessions.find(secret);
  }

  /**
   * Opens a session for this user, in place of one that the browser had, and lays its cookie into the answer.
   * @returns the caller that the user is from now on
   * @throws ConpaasError CALLER_UNKNOWN, USER_DISABLED
   */
  signIn(reply: FastifyReply, uid: number, signedInBy: CurrentSession['signedInBy']): UserCaller {
    const { sessions, accounts } = this.#options;
    const { request } = reply;
    const admitted = accounts.admit(uid);
    this.#endFormer(request);
    const { secret, session } = sessions.open(uid, {
      signedInBy,
      browser: request.headers['user-agent'] ?? '',
      address: request.ip,
    });
    reply.setCookie(this.#cookieName, secret, { ...this.#cookie, maxAge: sessionLifetime / 1000 });
    return { kind: 'session', uid, role: 'user', session, ...admitted };
  }

  /** Ends the session of the request and takes its cookie back. */
  signOut(reply: FastifyReply): void {
    this.#endFormer(reply.request);
    reply.clearCookie(this.#cookieName, this.#cookie);
  }

  #endFormer(request: FastifyRequest): void {
    const former = this.find(request);
    if (former) this.#options.sessions.end(former.uid, former.id);
  }

  /**
   * Cookies do not tell ports apart: two Directors on one computer would overwrite each other's without the port in the name.
   * With "__Host-" browsers take it from this host itself and by HTTPS only.
   */
  get #cookieName(): string {
    const name = `conpaas-session-${this.#options.port()}`;
    return this.#options.secure ? `__Host-${name}` : name;
  }

  get #cookie() {
    return { path: '/', httpOnly: true, sameSite: 'strict', secure: this.#options.secure } as const;
  }
}
