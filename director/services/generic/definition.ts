import type { NodeLog } from '../../contract/service.ts';
import { additionalOf } from '../manifest-rules.ts';
import type { ServiceDefinition } from '../service-type.ts';
import { checkAdd } from './scaling.ts';
import { userCommands } from './scripts.ts';

const starting = { master: 1 };

const scriptLogs: readonly NodeLog[] = [
  { filename: 'agent.out', description: 'What the scripts print' },
  { filename: 'agent.err', description: 'Errors of the scripts' },
];

export const definition: ServiceDefinition = {
  type: 'generic',
  title: 'Generic',
  description:
    'Your own scripts on any number of nodes: a batch job, a cluster of your own, whatever is not offered as a type.',
  icon: 'script',
  instanceType: 'generic',
  roles: [
    { role: 'master', title: 'Master', description: 'The first node; there is always exactly one.', most: 1 },
    { role: 'node', title: 'Node', description: 'Every node that is added.' },
  ],
  defaultRole: 'node',
  nodePorts: [],
  logs: {
    agent: [{ filename: 'cpsagent.log', description: 'Agent log' }],
    master: scriptLogs,
    node: scriptLogs,
  },
  hasCode: true,
  archiveFormats: ['.zip', '.tar', '.tar.gz', '.tgz', '.tar.bz2', '.tbz2', '.tar.xz', '.txz'],
  configuration: [],
  startingNodes: 1,
  hasVolumes: true,
  methods: [
    {
      name: 'execute_script',
      verb: 'POST',
      title: 'Run a script',
      description: 'Starts a script of the code version on every node.',
      parameters: [
        {
          name: 'command',
          description: 'run.sh, interrupt.sh (a second time: ends all scripts) or cleanup.sh',
          optional: false,
          choices: [...userCommands],
        },
        { name: 'parameters', description: 'Arguments of the script, quoted as in a shell', optional: true },
      ],
    },
    {
      name: 'get_script_status',
      verb: 'GET',
      title: 'Status of the scripts',
      description: 'Of every script on every node.',
      parameters: [],
    },
  ],
  manifest: {
    starting,
    additional: (wanted) => {
      checkAdd({ master: (wanted.totals.master ?? 1) - 1 });
      return additionalOf(starting, wanted);
    },
  },
};
