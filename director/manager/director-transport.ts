import type { Transport, TransportAnswer, TransportRequest } from '../contract/client.ts';
import { ConpaasError } from '../contract/errors.ts';
import { reasonOf } from '../wire/connection-failure.ts';
import { exchange, openAgent } from '../wire/exchange.ts';
import type { Credentials } from '../wire/method.ts';
import { accepts } from '../wire/trust.ts';

/** Making instances on a cloud takes minutes, and nothing moves on the connection meanwhile. */
const silenceLimitMs = 6 * 60_000;

export interface DirectorTransportOptions {
  /** Asked for each request, as a Director that restarts may come back on another port. */
  url: () => string;
  /** Asked for each request, as the certificate is renewed while the manager runs. */
  credentials: () => Credentials;
  isRevoked?: (serial: string) => boolean;
}

/** How a manager reaches its Director: HTTPS with the manager's certificate, to nobody but a Director of the same authority. */
export function createDirectorTransport({ url, credentials, isRevoked }: DirectorTransportOptions): Transport {
  const verifier = { kind: 'manager-client', uid: null, serviceLocator: null } as const;
  return {
    async send({ method, path, json, signal }: TransportRequest): Promise<TransportAnswer> {
      if (method !== 'GET' && method !== 'POST') throw new Error(`A manager has no ${method} requests`);
      const base = new URL(url());
      const body = json === undefined ? undefined : JSON.stringify(json);
      try {
        const response = await exchange({
          // Calls are rare: a connection that is kept would only be found closed the next time.
          agent: openAgent(credentials(), false),
          place: { address: base.hostname, port: Number(base.port || 443) },
          path,
          verb: method,
          headers: body ? { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) } : {},
          ...(body ? { body } : {}),
          isRevoked,
          accepts: (peer) => peer.role === 'frontend' && accepts(verifier, peer),
          timeoutMs: silenceLimitMs,
          signal,
        });
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        const headers = Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
        );
        return { status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks) };
      } catch (thrown) {
        if (signal?.aborted) throw signal.reason;
        const why = reasonOf(thrown);
        throw new ConpaasError('DIRECTOR_UNREACHABLE', { url: base.origin, why }, { cause: thrown });
      }
    },
  };
}
