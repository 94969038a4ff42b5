import { callInstance } from '../certificates/instance-call.ts';
import type { Store } from '../store/store.ts';
import type { WireClient } from '../wire/client.ts';
import { type CheckDefinition, failed, lines, notApplicable, passed } from './check.ts';
import { askAll, nameOf, problemsOf } from './instances-under-check.ts';

/** The Director reaches every manager and agent, and each is who it should be. */
export function networkCheck({ store, client }: { store: Store; client: WireClient }): CheckDefinition {
  return {
    name: 'network',
    title: 'Network between the Director and its instances',
    async run() {
      const wanted = 'Every manager and agent answers the Director (check_process).';
      const records = store.instances.list({ state: 'running' });
      if (records.length === 0) return notApplicable('No application runs, so there is nobody to ask.', wanted);
      const asked = await askAll(records, (record) => callInstance(client, record, 'GET', 'check_process'));
      const problems = problemsOf(asked);
      if (problems.length === 0) {
        return passed(`All ${records.length} instances answer.`, wanted, lines(records.map(nameOf)));
      }
      return failed({
        found: `${problems.length} of ${records.length} instances do not answer.`,
        wanted,
        cause:
          'The program of the instance has ended or hangs, the network or a firewall is in the way, or its certificate is not accepted.',
        fix: 'Look at the checks of processes and ports below. Replace a node that stays away; stop and start an application whose manager does.',
        detail: lines(problems),
      });
    },
  };
}
