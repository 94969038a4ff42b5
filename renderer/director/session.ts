import type { Client } from '../../director/contract/client.ts';
import type { Session } from '../../director/contract/system.ts';

/** The page's address, as far as the session needs it. */
export interface Address {
  hash(): string;
  /** Takes the fragment out of the address and the history, so that the token is neither seen nor used again. */
  clearHash(): void;
}

export const pageAddress: Address = {
  hash: () => window.location.hash,
  clearHash: () => window.history.replaceState(null, '', window.location.pathname + window.location.search),
};

/** The one-time token of `#launch=<token>`, taken out of the address. */
export function takeLaunchToken(address: Address): string | null {
  const token = new URLSearchParams(address.hash().replace(/^#/, '')).get('launch');
  if (token !== null) address.clearHash();
  return token;
}

/**
 * Opens a session by the launch token when there is one, else uses the cookie of a session that exists.
 * A token that was used already (the page was reloaded from the history) is no reason to turn a signed-in user away.
 * @throws ConpaasError NOT_SIGNED_IN, LAUNCH_TOKEN_INVALID, DIRECTOR_UNREACHABLE
 */
export async function openSession(client: Client, launchToken: string | null): Promise<Session> {
  if (launchToken === null) return client.getSession();
  try {
    return await client.openSession({ body: { launchToken } });
  } catch (refused) {
    return client.getSession().catch(() => Promise.reject(refused));
  }
}
