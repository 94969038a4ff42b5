import type { ManifestField } from '../contract/manifest.ts';
import type { Node } from '../contract/service.ts';

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
