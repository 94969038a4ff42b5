import type { FakeDirector } from '../unit/renderer/fake-director.ts';
import { genericType, helloType, makeCheck, makeScriptNode, makeVolume, primes } from '../unit/renderer/fake-types.ts';
import {
  guestBook,
  makeApplication,
  makeNode,
  makeService,
  makeVersion,
  phpType,
  runningManager,
} from '../unit/renderer/fake-world.ts';

/** All service types, with a generic and a helloworld service that run beside a site. */
export function types({ world }: FakeDirector): void {
  world.serviceTypes = [phpType, helloType, genericType];
  world.samples = [guestBook, primes];
  const running = { state: 'RUNNING', cloud: 'local' } as const;
  world.applications.set(7, makeApplication(7, 'Number crunching', runningManager));
  world.services.set('7/1', makeService(7, 1, 'Greeters', { ...running, type: 'helloworld' }));
  world.services.set('7/2', makeService(7, 2, 'Search', { ...running, type: 'generic' }));
  world.nodes.set('7/1', [
    makeNode(11, ['node'], { servers: [], weights: {} }),
    makeNode(12, ['node'], { servers: [], weights: {} }),
  ]);
  const nodes = [makeScriptNode(1, 'master'), makeScriptNode(2, 'node'), makeScriptNode(3, 'node')];
  world.nodes.set('7/2', nodes);
  world.codeVersions.set('7/2', [makeVersion('code-41aa', { filename: 'primes-1.0.tar.gz', current: true })]);
  const ended = { 'init.sh': 'STOPPED (return code 0)', 'notify.sh': 'STOPPED (return code 0)' };
  const idle = { 'interrupt.sh': 'NEVER STARTED', 'cleanup.sh': 'NEVER STARTED' };
  const [first, second, third] = nodes.map(({ id }) => id);
  world.scripts.set('7/2', {
    [String(first)]: { ...ended, 'run.sh': 'RUNNING', ...idle },
    [String(second)]: { ...ended, 'run.sh': 'STOPPED (return code 137)', ...idle },
    [String(third)]: { ...ended, 'run.sh': 'STOPPED (return code 0)', ...idle },
  });
  for (const { id, address } of nodes)
    world.logs.set(`${id} agent.out`, `${address}: searching from 2 to 1000000\n${address}: 78498 found so far\n`);
  world.volumes.set(7, [
    makeVolume('results', { aid: 7, agentId: String(first) }),
    makeVolume('scratch', { aid: 7, size: 200, agentId: '', path: '', kept: 'a folder; its size is watched' }),
  ]);
  world.authorizedKeys.set(7, [
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB0K1o6xJ5wXkqOBq1YbE0sV3m7v ada@lovelace',
    'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDfEr7p9x0Tz3M6B2kQwJh',
  ]);
}

/** Checks that were made, with findings of every kind. */
export function checked({ operations }: FakeDirector): void {
  const pace = operations.pace;
  operations.pace = null;
  const checks = [
    makeCheck('director-url', {
      title: 'Address and certificate',
      found: 'https://127.0.0.1:5555, named by the certificate.',
    }),
    makeCheck('time', {
      title: 'System time',
      state: 'warning',
      found: 'This computer is 42 s behind www.example.org.',
      wanted: 'At most 10 s of difference.',
      cause: 'The clock is not kept by a time server, so new certificates can look as if they were not valid yet.',
      fix: 'Switch on the time service of the system, for example: timedatectl set-ntp true',
    }),
    makeCheck('ports', {
      title: 'Ports of managers and agents',
      state: 'failed',
      found: 'The agent at 127.20.0.5 does not answer on port 5555.',
      wanted: 'An answer within 5 s.',
      cause: 'Its process has ended, or a firewall is in between.',
      fix: 'Replace the node, or look at its log cpsagent.log.',
      detail: 'connect ECONNREFUSED 127.20.0.5:5555\n2026-11-22T19:58:03Z agent ended with signal SIGKILL',
    }),
    makeCheck('managers', { title: 'Processes of managers', found: '2 of 2 managers run.' }),
    makeCheck('clouds', { title: 'Other clouds', state: 'not applicable', found: 'Only this computer is used.' }),
  ];
  const { id } = operations.begin({
    kind: 'director.check',
    title: 'Check the Director',
    aid: null,
    sid: null,
    steps: ['Look'],
    done: () => ({ checks }),
  });
  operations.finish(id);
  operations.pace = pace;
}
