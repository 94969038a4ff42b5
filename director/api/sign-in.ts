import { ConpaasError } from '../contract/errors.ts';
import type { Handler } from './handlers.ts';
import type { LaunchTokens } from './launch-tokens.ts';
import type { AnyHandler } from './register-routes.ts';
import type { SessionAccess } from './session-access.ts';

/** Exchanges a launch token for a session cookie and answers as getSession does. */
export function sessionHandler(
  tokens: LaunchTokens,
  access: SessionAccess,
  getSession: Handler<'getSession'>,
): AnyHandler {
  return async ({ body, signal }, reply) => {
    const { launchToken } = body as { launchToken: string };
    const uid = tokens.redeem(launchToken);
    if (uid === undefined) throw new ConpaasError('LAUNCH_TOKEN_INVALID');
    const caller = { kind: 'session', uid, role: 'user' } as const;
    const session = await getSession({
      params: {},
      query: {},
      body: {},
      file: undefined,
      caller,
      signal,
      lastEventId: undefined,
    });
    access.signIn(reply, uid);
    return session;
  };
}

/** Makes a launch token for the caller: how the command line opens the browser. */
export function launchTokenHandler(tokens: LaunchTokens, urlOf: (token: string) => string): AnyHandler {
  return async ({ caller }) => {
    if (caller?.role !== 'user') throw new ConpaasError('NOT_SIGNED_IN');
    const launchToken = tokens.issue(caller.uid);
    return { launchToken, url: urlOf(launchToken) };
  };
}
