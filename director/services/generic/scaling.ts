import { ConpaasError } from '../../contract/errors.ts';

/** There is always exactly one master. @throws NODE_ROLE_UNKNOWN */
export function checkAdd(counts: Readonly<Record<string, number>>): void {
  if ((counts.master ?? 0) <= 0) return;
  throw new ConpaasError('NODE_ROLE_UNKNOWN', { role: 'master', type: 'generic', roles: 'node' });
}
