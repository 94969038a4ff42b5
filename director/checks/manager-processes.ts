import type { Clouds } from '../clouds/clouds.ts';
import type { Store } from '../store/store.ts';
import { type CheckDefinition, failed, lines, notApplicable, passed } from './check.ts';
import { askAll, nameOf, problemsOf } from './instances-under-check.ts';

/** The manager process of every running application is there (the guide's `ps x | grep cpsmanage[r]`). */
export function managerProcessesCheck({ store, clouds }: { store: Store; clouds: Clouds }): CheckDefinition {
  return {
    name: 'manager-processes',
    title: 'Manager processes',
    async run() {
      const wanted = 'A manager process runs for each application that is started.';
      const records = store.instances.list({ kind: 'manager', state: 'running' });
      if (records.length === 0) return notApplicable('No application runs.', wanted);
      const asked = await askAll(records, async ({ cloud, vmid }) => {
        const instance = await clouds.get(cloud).get(vmid);
        if (!instance) throw new Error(`the cloud ${cloud} has no such instance`);
        if (instance.state === 'dead') throw new Error(instance.why ?? 'its program is not running');
      });
      const problems = problemsOf(asked);
      if (problems.length === 0) {
        return passed(
          `${records.length} of ${records.length} manager processes run.`,
          wanted,
          lines(records.map(nameOf)),
        );
      }
      return failed({
        found: `${records.length - problems.length} of ${records.length} manager processes run.`,
        wanted,
        cause:
          'A manager that ends is started again up to five times within a minute; after that something keeps it from running.',
        fix: 'Look at the end of its log below (log excerpts), then stop and start the application. Its code and data stay.',
        detail: lines(problems),
      });
    },
  };
}
