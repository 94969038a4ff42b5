import type { Method } from '../../wire/method.ts';
import { codeMethods } from '../code/code-methods.ts';
import { inspectArchive } from '../code/inspect-archive.ts';
import type { ServiceHost, ServiceManager } from '../service-type.ts';
import { discontinuedMethods } from '../web/discontinued-methods.ts';
import { environmentMethods } from '../web/environment-methods.ts';
import { nodeMethods } from '../web/node-methods.ts';
import type { Platform } from '../web/node-servers.ts';
import { WebServiceManager } from '../web/web-manager.ts';
import { checkPhpConfiguration, phpDefaults } from './configuration.ts';
import { phpConfigurationMethods } from './configuration-methods.ts';

const platform: Platform = {
  type: 'PHP',
  backend: { create: 'createPHP', update: 'updatePHP', stop: 'stopPHP' },
  layOutCode: 'updatePHPCode',
  backendList: 'fpm_list',
  configurationDefaults: phpDefaults,
  checkConfiguration: checkPhpConfiguration,
};

class PhpServiceManager extends WebServiceManager {
  readonly methods: readonly Method[] = [
    ...codeMethods(this),
    ...nodeMethods(this),
    ...environmentMethods(this),
    ...phpConfigurationMethods(this),
    ...discontinuedMethods(),
  ];
}

export function createServiceManager(host: ServiceHost, saved: unknown): ServiceManager {
  return new PhpServiceManager({
    host,
    platform,
    saved,
    inspect: inspectArchive(host),
    // Loaded when it is needed: a manager whose services exist already carries no code for making archives.
    builtIn: async () => (await import('./default-page.ts')).defaultVersion(),
  });
}
