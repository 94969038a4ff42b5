import { type Client, createClient, type Transport, type TransportRequest } from '../director/contract/client.ts';
import { ConpaasError } from '../director/contract/errors.ts';

/** How long a question to the Director may take, in milliseconds. */
const patience = 5000;

/** Speaks to the Director by fetch, with a session of its own. */
class SessionTransport implements Transport {
  readonly #origin: string;
  #cookie: string | undefined;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async send({ method, path, json, signal }: TransportRequest) {
    const limits = [AbortSignal.timeout(patience), ...(signal ? [signal] : [])];
    const answer = await fetch(this.#origin + path, {
      method,
      signal: AbortSignal.any(limits),
      headers: {
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    }).catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new ConpaasError('DIRECTOR_UNREACHABLE', { url: this.#origin, why }, { cause });
    });
    const [cookie] = answer.headers.getSetCookie();
    if (cookie) this.#cookie = cookie.split(';')[0];
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: new Uint8Array(await answer.arrayBuffer()),
    };
  }
}

/**
 * Signs in with a launch address.
 * @throws ConpaasError LAUNCH_TOKEN_INVALID, DIRECTOR_UNREACHABLE
 */
export async function signedInClient(launchUrl: string): Promise<Client> {
  const { origin, hash } = new URL(launchUrl);
  const client = createClient(new SessionTransport(origin));
  await client.openSession({ body: { launchToken: new URLSearchParams(hash.slice(1)).get('launch') ?? '' } });
  return client;
}
