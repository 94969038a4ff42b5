import { ConpaasError } from '../contract/errors.ts';
import type { ManifestField } from '../contract/manifest.ts';
import type { Node } from '../contract/service.ts';
import type { ManifestRules, RoleCounts, WantedInstances } from './manifest-type.ts';
import type { ServiceDefinition } from './service-type.ts';

/** Fields that say something for services of every type. */
const generalFields: readonly ManifestField[] = [
  'Type',
  'ServiceName',
  'Cloud',
  'Start',
  'StartupScript',
  'StartupInstances',
];

/** Every node plays one role, and the first ones stay. */
export function additionalOf(starting: RoleCounts, { totals }: WantedInstances): RoleCounts {
  for (const [role, least] of Object.entries(starting)) {
    if ((totals[role] ?? least) < least) throw new ConpaasError('NOT_ENOUGH_LEFT', { role });
  }
  const more = Object.entries(totals).map(([role, total]) => [role, total - (starting[role] ?? 0)] as const);
  return Object.fromEntries(more.filter(([, count]) => count > 0));
}

/** How many nodes play each role. */
export function countRoles(nodes: readonly Pick<Node, 'roles'>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const role of nodes.flatMap(({ roles }) => roles)) counts[role] = (counts[role] ?? 0) + 1;
  return counts;
}

/** The rules of a type, with the general ones for what its definition leaves open. */
export function manifestRules(definition: ServiceDefinition): ManifestRules {
  const { defaultRole, startingNodes, hasCode, hasVolumes, configuration, manifest = {} } = definition;
  const starting = manifest.starting ?? { [defaultRole]: startingNodes };
  return {
    startOrder: 50,
    additional: (wanted) => additionalOf(starting, wanted),
    wanted: (nodes) => ({ totals: countRoles(nodes), separate: [] }),
    provides: () => ({}),
    ...manifest,
    starting,
    fields: [
      ...generalFields,
      ...(hasCode ? (['Archive'] as const) : []),
      ...(configuration.length > 0 ? (['Configuration'] as const) : []),
      ...(hasVolumes ? (['Volumes'] as const) : []),
      ...(manifest.fields ?? []),
    ],
  };
}
