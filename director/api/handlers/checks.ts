import type { Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

export function checkHandlers({ checks }: Domain): Pick<Handlers, 'startChecks'> {
  return { startChecks: async ({ caller }) => checks.start(caller.uid) };
}
