import { definition as generic } from './generic/definition.ts';
import { definition as helloworld } from './helloworld/definition.ts';
import { definition as php } from './php/definition.ts';
import type { CreateAgentService, CreateServiceManager, ServiceDefinition } from './service-type.ts';

export interface ServiceTypeEntry {
  definition: ServiceDefinition;
  /** Loaded when the first service of the type is made, so that managers and agents carry only what they use. */
  manager(): Promise<{ createServiceManager: CreateServiceManager }>;
  agent(): Promise<{ createAgentService: CreateAgentService }>;
}

/** Every service type. A new one is a folder and an entry here. */
export const serviceTypes: Readonly<Record<string, ServiceTypeEntry>> = {
  php: { definition: php, manager: () => import('./php/manager.ts'), agent: () => import('./php/agent.ts') },
  generic: {
    definition: generic,
    manager: () => import('./generic/manager.ts'),
    agent: () => import('./generic/agent.ts'),
  },
  helloworld: {
    definition: helloworld,
    manager: () => import('./helloworld/manager.ts'),
    agent: () => import('./helloworld/agent.ts'),
  },
};
