import type { Traffic } from '../../director/contract/service.ts';

/** What flows through one role of one node, per second. */
export interface Rate {
  requests: number;
  errors: number;
  /** Requests being answered at the moment. */
  active: number;
}
/** By `rateKey`. */
export type Rates = Readonly<Record<string, Rate>>;

export function rateKey(nodeId: string, role: string): string {
  return `${nodeId} ${role}`;
}

/**
 * Requests per second between two readings of counters that only grow. A counter that became smaller began anew (its server was
 * started again), so that what it shows now is what flowed since. A node without an earlier reading has no rate yet.
 */
export function ratesBetween(before: Traffic | undefined, after: Traffic): Rates {
  const seconds = before ? (Date.parse(after.time) - Date.parse(before.time)) / 1000 : 0;
  const earlier = new Map(before?.nodes.map((node) => [rateKey(node.nodeId, node.role), node]));
  const rates: Record<string, Rate> = {};
  for (const node of after.nodes) {
    const key = rateKey(node.nodeId, node.role);
    const start = earlier.get(key);
    const perSecond = (was: number | undefined, is: number) => {
      if (was === undefined || seconds <= 0) return 0;
      return (is >= was ? is - was : is) / seconds;
    };
    rates[key] = {
      requests: perSecond(start?.requests, node.requests),
      errors: perSecond(start?.errors, node.errors),
      active: node.active,
    };
  }
  return rates;
}
