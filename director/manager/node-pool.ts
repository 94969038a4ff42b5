import type { CreatedNode } from '../contract/created-node.ts';
import type { ServiceNode } from '../services/service-type.ts';
import type { Membership, NodeRecord } from './service-record.ts';

/** A node with what only its pool may change. */
export interface PooledNode extends ServiceNode {
  membership: Membership;
  runtime: string;
}

const defaultWeight = 100;

/** The nodes of one service, oldest first, with where they stand between being made and being destroyed. */
export class NodePool {
  #nodes: PooledNode[];

  constructor(records: readonly NodeRecord[]) {
    this.#nodes = records.map((record) => ({ ...record, servers: [], runtime: '' }));
  }

  /** What is kept on disk. */
  records(): NodeRecord[] {
    return this.#nodes.map(({ servers: _servers, runtime: _runtime, ...record }) => record);
  }

  with(...memberships: Membership[]): PooledNode[] {
    return this.#nodes.filter((node) => memberships.includes(node.membership));
  }

  /** Nodes that the service is made of, or will be. */
  visible(): PooledNode[] {
    return this.with('joining', 'member', 'leaving');
  }

  /** Members that answer. */
  alive(): PooledNode[] {
    return this.with('member').filter((node) => node.state !== 'lost');
  }

  lost(): PooledNode[] {
    return this.with('member').filter((node) => node.state === 'lost');
  }

  find(id: string): PooledNode | undefined {
    return this.visible().find((node) => node.id === id);
  }

  /** @param inPlaceOf the node whose order and weights a replacement takes over */
  add(created: readonly CreatedNode[], membership: Membership, inPlaceOf?: ServiceNode): PooledNode[] {
    const next = Math.max(0, ...this.#nodes.map((node) => node.order)) + 1;
    const known = new Set(this.#nodes.map((node) => node.id));
    const added = created
      .filter((node) => !known.has(node.id))
      .map(
        (node, index): PooledNode => ({
          ...node,
          order: inPlaceOf?.order ?? next + index,
          weights: inPlaceOf ? { ...inPlaceOf.weights } : { web: defaultWeight, backend: defaultWeight },
          state: 'starting',
          why: null,
          servers: [],
          membership,
          runtime: '',
        }),
      );
    this.#nodes = [...this.#nodes, ...added].sort((one, other) => one.order - other.order);
    return added;
  }

  move(nodes: readonly ServiceNode[], membership: Membership): void {
    const ids = new Set(nodes.map((node) => node.id));
    for (const node of this.#nodes) if (ids.has(node.id)) node.membership = membership;
  }

  remove(ids: ReadonlySet<string>): void {
    this.#nodes = this.#nodes.filter((node) => !ids.has(node.id));
  }
}
