import { z } from 'zod';
import { type Check, check } from '../../../director/contract/check.ts';
import type { Operation } from '../../../director/contract/operation.ts';
import { newestFirst } from '../../stores/operations.ts';

const result = z.object({ checks: z.array(check) });

export interface LastChecks {
  checks: Check[];
  /** When they were made. */
  time: string;
}

/** What the last checks that came to their end found; null before there were any. The Director keeps them as results of tasks. */
export function lastChecksOf(operations: Iterable<Operation>): LastChecks | null {
  for (const { kind, state, result: found, finished } of newestFirst(operations)) {
    if (kind !== 'director.check' || state !== 'succeeded' || finished === null) continue;
    const parsed = result.safeParse(found);
    if (parsed.success) return { checks: parsed.data.checks, time: finished };
  }
  return null;
}

/** What needs attention first. */
const order: readonly Check['state'][] = ['failed', 'warning', 'passed', 'not applicable'];

export function worstFirst(checks: readonly Check[]): Check[] {
  return [...checks].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}
