import type { Clouds } from '../clouds/clouds.ts';
import type { ServerFound, Settings, System } from '../contract/system.ts';
import {
  type InstalledServers,
  installedServers,
  serverVersion,
} from '../services/web/agent/system/installed-servers.ts';
import { installCommand } from './install-command.ts';

export interface SystemOptions {
  version: string;
  dataDirectory: string;
  address: System['address'];
  clouds: Clouds;
  phpRuntime: Settings['phpRuntime'];
  notices: System['notices'];
}

/** Server programs that are looked for: what each is for here, and what serves where it is missing. */
const looked: { name: keyof InstalledServers; title: string; package: string; use: string }[] = [
  {
    name: 'haproxy',
    title: 'haproxy',
    package: 'haproxy',
    use: 'Distributes requests over web and backend nodes; nodes come and go without a lost request. Without it nginx does.',
  },
  {
    name: 'nginx',
    title: 'nginx',
    package: 'nginx',
    use: 'Serves static files. Without it the built-in server of Node.js does.',
  },
  {
    name: 'phpFpm',
    title: 'php-fpm',
    package: 'php-fpm',
    use: 'Runs PHP. Without it the built-in PHP (WebAssembly) does, at about a seventh of the speed.',
  },
];

/** What this computer offers and how the Director uses it. */
export async function describeSystem(options: SystemOptions): Promise<System> {
  const { version, dataDirectory, address, clouds, notices } = options;
  const installed = installedServers();
  const servers = await Promise.all(looked.map((one) => found(one, installed[one.name])));
  return {
    version,
    dataDirectory,
    address,
    clouds: await Promise.all(clouds.all().map((cloud) => cloud.describe())),
    servers,
    phpRuntime: runtimeFor(options.phpRuntime, installed),
    notices: [...notices],
  };
}

/** As agents choose: installed servers need at least nginx and php-fpm. */
function runtimeFor(wanted: Settings['phpRuntime'], { nginx, phpFpm }: InstalledServers): System['phpRuntime'] {
  if (wanted !== 'auto') return wanted;
  return nginx !== undefined && phpFpm !== undefined ? 'system' : 'embedded';
}

async function found(server: (typeof looked)[number], path: string | undefined): Promise<ServerFound> {
  return {
    name: server.title,
    version: path === undefined ? null : ((await serverVersion(path)) ?? 'unknown version'),
    path: path ?? null,
    use: server.use,
    installCommand: path === undefined ? await installCommand(server.package) : null,
  };
}
