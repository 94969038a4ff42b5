import { ConpaasError } from '../contract/errors.ts';
import type { User } from '../contract/user.ts';
import type { NamedPassword } from '../users/sign-in.ts';
import type { Handler } from './handlers.ts';
import type { LaunchTokens } from './launch-tokens.ts';
import type { AnyHandler, HandlerTable } from './register-routes.ts';
import type { SessionAccess } from './session-access.ts';

export interface SignInOptions {
  access: SessionAccess;
  users: { authenticate(given: NamedPassword, address: string): Promise<User> };
  getSession: Handler<'getSession'>;
  /** null on a listener that other computers reach: who holds a token of this computer's owner must sit at it. */
  tokens: LaunchTokens | null;
}

type SessionHandlers = Required<Pick<HandlerTable, 'openSession' | 'closeSession'>>;

/** Signing in, by a launch token or by name and password, and signing out; answers as getSession does. */
export function sessionHandlers({ access, users, getSession, tokens }: SignInOptions): SessionHandlers {
  return {
    openSession: async (input, reply) => {
      const body = input.body as { launchToken: string } | NamedPassword;
      const byToken = 'launchToken' in body;
      const uid = byToken ? tokens?.redeem(body.launchToken) : (await users.authenticate(body, input.address)).uid;
      if (uid === undefined) throw new ConpaasError('LAUNCH_TOKEN_INVALID');
      const caller = access.signIn(reply, uid, byToken ? 'launch' : 'password');
      const nothing = { params: {}, query: {}, body: {}, file: undefined, lastEventId: undefined };
      return getSession({ ...nothing, caller, address: input.address, signal: input.signal });
    },
    closeSession: async (_input, reply) => access.signOut(reply),
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
