import { ConpaasError, type ErrorBody } from '../contract/errors.ts';
import type { ManagedService } from './managed-service.ts';
import type { PooledNode } from './node-pool.ts';
import type { End } from './state-machine.ts';

/** The state of a service whose nodes are arranged: RUNNING, unless one of them is lost. */
export function settled(service: ManagedService, text: string, failure?: ConpaasError): End {
  const [lost] = service.pool.lost();
  if (!lost) return { state: 'RUNNING', reason: failure?.toBody() ?? null, text };
  const reason = lossOf(service, lost);
  return { state: 'ERROR', reason: failure ? { ...reason, detail: failure.message } : reason, text: reason.message };
}

export function lossOf(service: ManagedService, node: PooledNode): ErrorBody {
  const role = service.manager.rolesOf(node).join(', ') || node.role;
  return new ConpaasError('NODE_LOST', { node: node.id, role, why: node.why ?? '' }).toBody();
}
