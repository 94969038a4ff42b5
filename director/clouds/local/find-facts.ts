import { Cgroups } from './cgroup.ts';
import type { Facts } from './description.ts';
import { findIsolation } from './isolation.ts';
import type { LocalCloudOptions } from './options.ts';
import { ownAddressesExist } from './placement.ts';
import { lowestOpenPort } from './ports.ts';

/** What is told of this computer, and the control groups where they keep the limits. */
export type FactsFound = Facts & { groups: Cgroups | undefined };

/** Finds out what this computer offers to instances: a sandbox, limits, addresses, low ports. */
export async function findFacts(options: LocalCloudOptions): Promise<FactsFound> {
  const { installationId, limits, programs, privilegedPorts, isolation: wanted, addresses } = options;
  const [isolation, groups, ownAddresses] = await Promise.all([
    wanted === 'none' ? ({ kind: 'none', why: 'it was switched off' } as const) : findIsolation(programs.manager.node),
    Cgroups.find(installationId, limits),
    addresses === 'single' ? false : ownAddressesExist(installationId),
  ]);
  const sandboxed = isolation.kind === 'bubblewrap';
  const lowestPort = privilegedPorts === 'never' ? 1024 : sandboxed ? lowestOpenPort() : 1;
  return { isolation, groups, cgroups: groups !== undefined, rules: { installationId, ownAddresses, lowestPort } };
}
