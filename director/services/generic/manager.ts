import { inspectArchive } from '../code/inspect-archive.ts';
import type { ServiceHost, ServiceManager } from '../service-type.ts';
import { GenericServiceManager } from './generic-manager.ts';

export function createServiceManager(host: ServiceHost, saved: unknown): ServiceManager {
  return new GenericServiceManager({
    host,
    saved,
    inspect: inspectArchive(host),
    // Loaded when it is needed: a manager whose services exist already carries no code for making archives.
    builtIn: async () => (await import('./default-code.ts')).defaultCode(),
  });
}
