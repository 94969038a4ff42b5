import { ConpaasError } from '../contract/errors.ts';
import type { ManifestField } from '../contract/manifest.ts';
import type { Node } from '../contract/service.ts';
import type { ServiceDefinition } from './service-type.ts';

/** Numbers of nodes by role. */
export type RoleCounts = Readonly<Record<string, number>>;

/** What a type's services are wanted to be once they run. */
export interface WantedInstances {
  /** In all, by role; only roles that the manifest names. */
  totals: RoleCounts;
  /** Roles that are to have a node of their own even where there is only one. */
  separate: readonly string[];
}

/** What a manifest makes of a service of one type (reference §13). */
export interface ManifestRules {
  /** Lower ones are started first, whatever the order in the file: 10 file systems, 20 databases, 50 everything else. */
  startOrder: number;
  /** Fields that mean something for the type, beside those that all types have. */
  fields: readonly ManifestField[];
  /** Nodes by role of a service that has just started. */
  starting: RoleCounts;
  /**
   * Nodes to add to those it starts with, so that there are as many as wanted.
   * @throws ConpaasError with the type's own rules
   */
  additional(wanted: WantedInstances): RoleCounts;
  /** The reverse: what a manifest has to say so that a service consists of these nodes. */
  wanted(nodes: readonly Pick<Node, 'role' | 'roles'>[]): WantedInstances;
  /** What services that start later find in their environment: `{MYSQL_IP: "127.3.4.5"}` (reference §13.3). */
  provides(nodes: readonly Node[]): Readonly<Record<string, string>>;
}

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
