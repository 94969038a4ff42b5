import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConpaasError } from '../../contract/errors.ts';
import { CodeFolders } from '../code/agent/code-folders.ts';
import type { AgentContext, AgentService } from '../service-type.ts';
import { nodePlace } from '../web/agent/node-place.ts';
import { Role } from '../web/agent/role.ts';
import { proxySettings, webSettings } from '../web/agent/settings.ts';
import { SettingsFile } from '../web/agent/settings-file.ts';
import { installedServers } from '../web/agent/system/installed-servers.ts';
import { logPaths } from '../web/agent/web-logs.ts';
import { codeMethods, trafficMethod, webMethods } from '../web/agent/web-methods.ts';
import { phpMethods } from './agent/php-methods.ts';
import type { PhpRuntime } from './agent/php-runtime.ts';
import { phpSettings } from './agent/php-settings.ts';
import { definition } from './definition.ts';

/** Loads only the runtime that is used: PHP as WebAssembly is large. @throws SERVER_MISSING */
async function chooseRuntime({ configuration, log }: AgentContext): Promise<PhpRuntime> {
  const place = nodePlace(configuration);
  const { phpFpm, nginx, haproxy } = installedServers();
  const wanted = configuration.phpRuntime;
  if (wanted !== 'embedded' && phpFpm && nginx) {
    const { systemRuntime } = await import('./agent/system/system-runtime.ts');
    return systemRuntime({ phpFpm, nginx, haproxy }, place, log);
  }
  if (wanted === 'system') {
    const server = phpFpm ? 'nginx' : 'php-fpm';
    throw new ConpaasError('SERVER_MISSING', { server, command: 'sudo apt install nginx php-fpm haproxy' });
  }
  const { embeddedRuntime } = await import('./agent/embedded/embedded-runtime.ts');
  return embeddedRuntime(place, log);
}

/** The real servers of one node of a php service: any of proxy, web and backend. */
export async function createAgentService(context: AgentContext): Promise<AgentService> {
  const { directories, archiveLimitBytes, archiveLimitFiles } = context.configuration;
  const place = nodePlace(context.configuration);
  for (const folder of [place.code, place.data, place.sessions]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const runtime = await chooseRuntime(context);
  const file = new SettingsFile(join(directories.data, 'servers.json'));
  const proxy = new Role('proxy', proxySettings, runtime.proxy, file);
  const web = new Role('web', webSettings, runtime.web, file);
  const backend = new Role('backend', phpSettings, runtime.php, file);
  const roles = [backend, web, proxy];
  const code = new CodeFolders(place.code, { bytes: archiveLimitBytes, files: archiveLimitFiles });
  return {
    methods: [
      ...webMethods({ proxy, web }),
      ...phpMethods(backend),
      ...codeMethods('updatePHPCode', code, proxy),
      trafficMethod(roles),
    ],
    async restore() {
      const results = await Promise.allSettled(roles.map((role) => role.restore()));
      for (const result of results) if (result.status === 'rejected') throw result.reason;
    },
    async stop() {
      // Who is asked by others ends after them.
      await proxy.end();
      await web.end();
      await backend.end();
    },
    servers: () => roles.flatMap((role) => role.status()),
    runtime: () => runtime.description(),
    logs: () =>
      logPaths(
        directories.logs,
        definition.logs,
        Object.keys(definition.logs).filter((name) => name !== 'agent'),
      ),
  };
}
