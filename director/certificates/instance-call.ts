import { ConpaasError } from '../contract/errors.ts';
import type { InstanceRecord } from '../store/instances.ts';
import type { WireClient } from '../wire/client.ts';
import { portOf } from '../wire/instance-configuration.ts';
import type { Place } from '../wire/method.ts';

/** The standard port on which each kind of instance answers the Director (reference §1). */
export const standardPorts = { manager: 443, agent: 5555 } as const;

/** Where an instance answers. @throws INTERNAL for one that was never placed */
export function placeOf({ vmid, address, ports, kind }: InstanceRecord): Place {
  if (address === null) throw new ConpaasError('INTERNAL', { why: `instance ${vmid} was never placed` });
  return { address, port: portOf({ ports }, standardPorts[kind]) };
}

/**
 * Asks one instance, manager or agent, directly; nobody else is accepted at its address.
 * @param timeoutMs how long nothing may move
 */
export function callInstance(
  client: WireClient,
  record: InstanceRecord,
  verb: 'GET' | 'POST',
  method: string,
  parameters: Record<string, unknown> = {},
  timeoutMs = 5000,
): Promise<unknown> {
  const { kind, uid, aid } = record;
  return client.call(placeOf(record), 0, verb, method, parameters, {
    timeoutMs,
    accepts: (peer) => peer.role === kind && peer.uid === uid && peer.serviceLocator === aid,
    ...(kind === 'manager' ? { unreachable: (why) => new ConpaasError('MANAGER_UNREACHABLE', { aid, why }) } : {}),
  });
}
