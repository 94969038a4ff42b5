import type { Server } from 'node:http';
import { DirectSocket } from './direct-socket.ts';

/** What @php-wasm/node 3.1 puts into the module it is about to start. */
interface NetworkedModule {
  outboundNetworkProxyServer?: Server;
  websocket?: { decorator?: unknown };
}

/**
 * Closes the unauthenticated relay that @php-wasm/node opens on 127.0.0.1 for each runtime, before a script runs, and gives PHP
 * connections of its own instead.
 * @throws Error when the package has changed and the relay is not where it was: it must not stay open unseen
 */
export function closeRelay(module: NetworkedModule): void {
  const { outboundNetworkProxyServer: relay, websocket } = module;
  if (!relay || !websocket) throw new Error('the relay of @php-wasm/node was not found');
  relay.close();
  websocket.decorator = () => DirectSocket;
}
