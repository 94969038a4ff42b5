import { ConpaasError } from '../contract/errors.ts';
import { reasonOf } from '../wire/connection-failure.ts';
import { exchange, openAgent } from '../wire/exchange.ts';
import { type Method, method } from '../wire/method.ts';
import type { OwnCertificate } from '../wire/own-certificate.ts';
import type { Revocations } from '../wire/revocations.ts';

const silenceLimitMs = 20_000;
/** What every instance of ConPaaS 2.1 fetched first. */
const path = '/download/ConPaaS.tar.gz';

/** Fetches the code tarball from the Director as an instance does, to find out whether that is possible from here. */
export function directorCheck(url: () => string, own: OwnCertificate, revocations: Revocations): Method {
  return method('GET', 'check_director', {}, async (_, { peer, signal }) => {
    // A download of some megabytes is not for everybody to order again and again.
    if (peer.role !== 'frontend') throw new ConpaasError('FORBIDDEN', { role: peer.role, route: 'check_director' });
    const base = new URL(url());
    const begin = performance.now();
    try {
      const response = await exchange({
        agent: openAgent(own.credentials, false),
        place: { address: base.hostname, port: Number(base.port || 443) },
        path,
        verb: 'GET',
        headers: {},
        accepts: ({ role }) => role === 'frontend',
        isRevoked: (serial) => revocations.has(serial),
        timeoutMs: silenceLimitMs,
        signal,
      });
      let bytes = 0;
      for await (const chunk of response) bytes += chunk.length;
      const milliseconds = Math.round(performance.now() - begin);
      return { url: `${base.origin}${path}`, status: response.statusCode ?? 0, bytes, milliseconds };
    } catch (thrown) {
      throw new ConpaasError('DIRECTOR_UNREACHABLE', { url: base.origin, why: reasonOf(thrown) }, { cause: thrown });
    }
  });
}
