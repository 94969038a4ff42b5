/** What distinguishes the group of one service type from the group "service". */
export interface TypedGroup {
  /** Only services of this type are found; undefined in the group "service". */
  type?: string;
  /** Options of add_nodes and remove_nodes, with the number that is taken where no option is given. */
  roles: Readonly<Record<string, number>>;
}

/** "count" stands for the default role of whatever type the service has (reference §7). */
export const anyType: TypedGroup = { roles: { count: 1 } };
