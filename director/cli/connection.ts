import type { IncomingMessage } from 'node:http';
import { type Client, createClient, type TransportRequest } from '../contract/client.ts';
import { findDirector } from './find-director.ts';
import type { Settings } from './settings.ts';
import { type DirectorAccess, HttpsTransport } from './transport.ts';

/** A Director to speak with. */
export interface Connection {
  client: Client;
  url: string;
  /** Opens an answer to be read as it comes: a download, a stream of events. */
  open(request: TransportRequest): Promise<IncomingMessage>;
  close(): void;
}

/** A connection by which nothing was sent yet. `told` hears a line per request. */
export function connectionOf(access: DirectorAccess, told: (text: string) => void): Connection {
  const transport = new HttpsTransport(access, told);
  return {
    url: access.url,
    client: createClient(transport),
    open: (request) => transport.open(request),
    close: () => transport.close(),
  };
}

/**
 * Finds the Director that the settings mean. Nothing is sent before the first call.
 * @param told hears a line per request
 * @throws ConpaasError DIRECTOR_NOT_FOUND, DIRECTOR_NOT_HERE, CERTIFICATES_MISSING
 */
export async function connectToDirector(
  settings: Settings,
  home: string,
  told: (text: string) => void,
): Promise<Connection> {
  return connectionOf(await findDirector(settings, home), told);
}
