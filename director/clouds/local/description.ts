import type { CloudDescription } from '../../contract/system.ts';
import type { Isolation } from './isolation.ts';
import { megabytes } from './limit-watch.ts';
import type { LocalCloudOptions } from './options.ts';
import type { PlacementRules } from './placement.ts';
import { countsProcessesOfSandbox, heapMegabytes } from './program-command.ts';

export interface Facts {
  isolation: Isolation;
  /** Whether control groups keep the limits. */
  cgroups: boolean;
  rules: PlacementRules;
}

function isolationInWords(isolation: Isolation): string {
  if (isolation.kind === 'bubblewrap') {
    return `Each instance runs in a bubblewrap ${isolation.version} sandbox: it sees the system's programs, its own folder and the storage of its service, and neither your files nor other instances.`;
  }
  return `Instances are not kept apart, because ${isolation.why}: a program in one can read the files of others and your own.`;
}

function limitsInWords({ limits }: LocalCloudOptions, { isolation, cgroups }: Facts): string {
  const memory = `${megabytes(limits.memoryBytes)} MB of memory`;
  const tasks = `${limits.processes} processes and threads`;
  if (cgroups) return `An instance may use ${memory} and ${tasks}; the kernel sees to it (control groups).`;
  const heap = `its own program gets a heap of ${heapMegabytes(limits)} MB`;
  if (process.platform !== 'linux') return `Of each instance ${heap}; servers that it starts are not limited here.`;
  const hard =
    isolation.kind === 'bubblewrap' && countsProcessesOfSandbox() ? ' The kernel refuses to start more processes.' : '';
  return `An instance may use ${memory} and ${tasks}: ${heap}, and one that is found over a limit (looked at every 10 s) is ended.${hard}`;
}

function networkInWords({ ownAddresses, lowestPort }: PlacementRules): string {
  const addresses = ownAddresses
    ? 'Each instance has an address of its own in 127.0.0.0/8, which only this computer reaches.'
    : 'All instances share the address 127.0.0.1 and have ports of their own.';
  const standIns =
    lowestPort > 80 ? ' In place of port 80 they use 8081, of 443 8443, as ports below 1024 are closed here.' : '';
  return `${addresses}${standIns} A port that another program has is replaced by a free one.`;
}

/** What users are told about this cloud. */
export function describeLocalCloud(options: LocalCloudOptions, facts: Facts): CloudDescription {
  return {
    name: 'local',
    title: 'This computer',
    description: 'Instances are groups of processes on this computer; nothing has to be installed.',
    isDefault: true,
    isolation: {
      kind: facts.isolation.kind,
      description: `${isolationInWords(facts.isolation)} ${limitsInWords(options, facts)}`,
    },
    network: networkInWords(facts.rules),
  };
}
