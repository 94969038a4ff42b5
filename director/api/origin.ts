import type { FastifyRequest } from 'fastify';
import { ConpaasError } from '../contract/errors.ts';

/** Names under which a loopback listener may be called. A page elsewhere can let its own name point to 127.0.0.1 (DNS rebinding). */
export const loopbackHosts = (port: number): ReadonlySet<string> =>
  new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);

/** @throws ConpaasError WRONG_HOST unless the Host header is one of these */
export function checkHost(request: FastifyRequest, hosts: ReadonlySet<string>): void {
  const host = request.headers.host ?? '';
  if (!hosts.has(host.toLowerCase())) throw new ConpaasError('WRONG_HOST', { host: host.slice(0, 253) });
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what a page of another origin makes a browser send; programs that are no browsers send neither header.
 * "same-site" is another origin too: the applications that users deploy may live on another port of 127.0.0.1.
 * @throws ConpaasError WRONG_ORIGIN
 */
export function checkOrigin(request: FastifyRequest, scheme: 'http' | 'https'): void {
  const { origin, host } = request.headers;
  if (origin !== undefined && origin !== `${scheme}://${host}`)
    throw new ConpaasError('WRONG_ORIGIN', { origin: origin.slice(0, 253) });
  const site = request.headers['sec-fetch-site'];
  const foreign = site === 'cross-site' || site === 'same-site';
  // A link on another page may lead to the window's page: it is read without a cookie, as that is SameSite=Strict.
  const followsLink = safeMethods.has(request.method) && request.headers['sec-fetch-mode'] === 'navigate';
  if (foreign && !followsLink) throw new ConpaasError('WRONG_ORIGIN', { origin: `one that is ${site}` });
}
