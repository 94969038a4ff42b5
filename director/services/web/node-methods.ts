import { ConpaasError } from '../../contract/errors.ts';
import { type Method, method } from '../../wire/method.ts';
import { dictionary } from '../../wire/parameters.ts';
import { readTraffic } from './traffic.ts';
import type { WebServiceManager } from './web-manager.ts';

/** The most that balancers can tell apart (haproxy). */
const highestWeight = 256;

/** Reference §8.3: what concerns the nodes of a web service. */
export function nodeMethods(service: WebServiceManager): Method[] {
  return [
    method('POST', 'update_nodes_weight', { web: dictionary(), backend: dictionary() }, async ({ web, backend }) => {
      await service.changeWeights({ web: weightsOf('web', web), backend: weightsOf('backend', backend) });
      return {};
    }),
    method('GET', 'get_service_performance', {}, () => service.performance.measure()),
    method('GET', 'get_traffic', {}, async () => ({ traffic: await readTraffic(service.host, service.host.nodes()) })),
  ];
}

function weightsOf(role: string, given: Record<string, unknown>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(given).map(([id, value]) => {
      const weight = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value;
      if (typeof weight === 'number' && Number.isInteger(weight) && weight >= 0 && weight <= highestWeight)
        return [id, weight];
      const problem = `the ${role} weight of a node is a whole number from 0 to ${highestWeight}`;
      throw new ConpaasError('INVALID_INPUT', { problem });
    }),
  );
}
