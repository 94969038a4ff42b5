import { ConpaasError } from '../contract/errors.ts';
import { serviceTypes } from './registry.ts';
import type { ServiceDefinition } from './service-type.ts';

/** The definition of a service type. @throws UNKNOWN_SERVICE_TYPE */
export function serviceDefinition(type: string): ServiceDefinition {
  const entry = Object.entries(serviceTypes).find(([name]) => name === type)?.[1];
  if (!entry) throw new ConpaasError('UNKNOWN_SERVICE_TYPE', { type });
  return entry.definition;
}

/** All definitions, in the order of the registry. */
export function serviceDefinitions(): ServiceDefinition[] {
  return Object.values(serviceTypes).map((entry) => entry.definition);
}
