import { connect } from 'node:net';
import { placeOf, standardPorts } from '../certificates/instance-call.ts';
import type { Store } from '../store/store.ts';
import type { Place } from '../wire/method.ts';
import { type CheckDefinition, failed, lines, notApplicable, passed } from './check.ts';
import { askAll, nameOf, problemsOf } from './instances-under-check.ts';

const limitMs = 5000;

/** Port 443 of managers and 5555 of agents take connections (the guide's `nmap -p443`). */
export function portsCheck({ store }: { store: Store }): CheckDefinition {
  return {
    name: 'ports',
    title: 'Ports 443 of managers and 5555 of agents',
    async run() {
      const wanted = 'The port on which each manager and agent answers is open to the Director.';
      const records = store.instances.list({ state: 'running' });
      if (records.length === 0) return notApplicable('No application runs.', wanted);
      const asked = await askAll(records, async (record) => {
        const place = placeOf(record);
        const standard = standardPorts[record.kind];
        const instead = place.port === standard ? '' : ` (in place of ${standard})`;
        await opened(place);
        return `${nameOf(record)}: ${place.address}:${place.port}${instead} open`;
      });
      const problems = problemsOf(asked);
      if (problems.length === 0) {
        return passed(`All ${records.length} are open.`, wanted, lines(asked.flatMap(({ value }) => value ?? [])));
      }
      return failed({
        found: `${problems.length} of ${records.length} are not open.`,
        wanted,
        cause:
          'Nothing listens there because the program has ended, or a firewall or a security group of the cloud does not let it through.',
        fix: 'Open TCP ports 443 and 5555 for this computer where there is a firewall. Where there is none, replace the node, or stop and start the application.',
        detail: lines(problems),
      });
    },
  };
}

function opened({ address, port }: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, timeout: limitMs });
    const end = (error?: Error) => {
      socket.destroy();
      if (error) reject(new Error(`${address}:${port}: ${error.message}`));
      else resolve();
    };
    socket.once('connect', () => end());
    socket.once('timeout', () => end(new Error(`no answer within ${limitMs / 1000} s`)));
    socket.once('error', end);
  });
}
