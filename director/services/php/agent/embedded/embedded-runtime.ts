import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Log } from '../../../service-type.ts';
import { EmbeddedServer } from '../../../web/agent/embedded/embedded-server.ts';
import type { NodePlace } from '../../../web/agent/node-place.ts';
import type { PhpRuntime } from '../php-runtime.ts';
import { serverProgram } from './programs.ts';

/** The interpreter's exact version is in the name of the folder it lies in: "8_4_25". */
export function embeddedPhpVersion(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('@php-wasm/node-8-4/package.json'));
  const name = readdirSync(join(folder, 'jspi')).find((entry) => /^\d+_\d+_\d+$/.test(entry));
  return name?.replaceAll('_', '.') ?? '8.4';
}

/** What runs where no servers are installed: Node in every role, PHP as WebAssembly. */
export function embeddedRuntime(place: NodePlace, log: Log): PhpRuntime {
  const common = { program: serverProgram, place, log };
  const version = embeddedPhpVersion();
  return {
    proxy: new EmbeddedServer({
      ...common,
      role: 'balancer',
      accessLog: 'nginx-proxy-access.log',
      errorLog: 'nginx-proxy-error.log',
    }),
    web: new EmbeddedServer({
      ...common,
      role: 'static',
      accessLog: 'nginx-static-access.log',
      errorLog: 'nginx-static-error.log',
    }),
    php: new EmbeddedServer({ ...common, role: 'php', accessLog: 'fpm-access.log', errorLog: 'fpm-error.log' }),
    description: () => `PHP ${version} as WebAssembly behind Node`,
  };
}
