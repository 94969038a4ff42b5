import { ConpaasError } from '../../director/contract/errors.ts';
import type { FakeDirector } from '../unit/renderer/fake-director.ts';
import {
  makeApplication,
  makeNode,
  makeService,
  makeVersion,
  runningManager,
  serving,
} from '../unit/renderer/fake-world.ts';
import { accounts, asUser, lowCredit, noCredit } from './account-scenarios.ts';
import { checked, types } from './type-scenarios.ts';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

function shop({ world, operations }: FakeDirector): void {
  world.applications.set(1, makeApplication(1, 'Bookshop', runningManager));
  world.services.set('1/1', makeService(1, 1, 'Shop front', serving));
  world.services.set('1/2', makeService(1, 2, 'Blog', { state: 'STOPPED' }));
  world.nodes.set('1/1', [
    makeNode(1, ['proxy']),
    makeNode(2, ['web']),
    makeNode(3, ['backend']),
    makeNode(4, ['backend'], { weights: { backend: 200 } }),
  ]);
  world.codeVersions.set('1/1', [
    makeVersion('code-9f3ab1', {
      filename: 'shop-2.1.tar.gz',
      description: 'New basket',
      subfolder: 'shop',
      time: ago(4),
    }),
    makeVersion('code-77c0de', {
      filename: 'shop-2.0.zip',
      description: 'Autumn design',
      current: true,
      time: ago(190),
      size: 1_840_000,
      files: 412,
    }),
    makeVersion('code-default', {
      filename: 'code-default.tar',
      description: 'Initial version',
      time: ago(3000),
      size: 2048,
      files: 1,
    }),
  ]);
  world.histories.set('1/1', [
    { time: ago(3000), state: 'INIT', reason: 'Added' },
    { time: ago(2990), state: 'PROLOGUE', reason: 'Starting the service' },
    { time: ago(2989), state: 'RUNNING', reason: 'Started' },
    { time: ago(12), state: 'ADAPTING', reason: 'Adding 2 nodes' },
    { time: ago(11), state: 'RUNNING', reason: 'Added 2 nodes' },
  ]);
  const lines = Array.from(
    { length: 5000 },
    (_, line) =>
      `127.0.0.1 - - [${line}] "GET /books/${line % 97}.html HTTP/1.1" ${line % 41 ? 200 : 404} ${1000 + line}`,
  );
  for (const node of world.nodes.get('1/1') ?? [])
    world.logs.set(`${node.id} nginx-proxy-access.log`, `${lines.join('\n')}\n`);
  const pace = operations.pace;
  operations.pace = null;
  const started = operations.begin({
    kind: 'application.start',
    title: 'Start application "Bookshop"',
    aid: 1,
    sid: null,
    steps: ['Create the manager', 'Wait for the manager'],
  });
  operations.finish(started.id);
  const failed = operations.begin({
    kind: 'service.enable_code',
    title: 'Enable code of service "Shop front"',
    aid: 1,
    sid: 1,
    steps: ['Lay out the code', 'Check it', 'Switch over'],
  });
  operations.advance(failed.id);
  operations.fail(failed.id, {
    code: 'CODE_VERSION_UNHEALTHY',
    message:
      'Version code-9f3ab1 was not enabled because it does not answer properly: status 500. The version before keeps serving.',
    hint: 'Look at the error log of the backend node, correct the code and upload it again.',
    detail: 'PHP Parse error: syntax error, unexpected token "}" in /code/code-9f3ab1/index.php on line 12',
  });
  operations.pace = pace;
}

function others({ world }: FakeDirector): void {
  world.applications.set(
    2,
    makeApplication(2, 'Measurements of the weather station on the roof of the institute', { state: 'STOPPED' }),
  );
  world.services.set('2/1', makeService(2, 1, 'Charts', { state: 'STOPPED' }));
  world.applications.set(
    3,
    makeApplication(3, 'Broken one', {
      state: 'ERROR',
      reason: {
        code: 'INSTANCE_START_FAILED',
        message: 'The instance conpaas-u1-a3-mgr did not start: no space left on the disk.',
        hint: 'Look at the log of the operation; start it again when the cause is gone.',
      },
    }),
  );
  world.applications.set(
    4,
    makeApplication(4, 'Wiki', {
      ...runningManager,
      manager: { instanceId: 'x', address: '127.20.0.9', port: 8443, reachable: false },
    }),
  );
}

/** Worlds to look at, by the name in `?scenario=`. */
export const scenarios: Record<string, (director: FakeDirector) => void> = {
  empty: () => {},
  running(director) {
    shop(director);
    others(director);
  },
  packed(director) {
    shop(director);
    director.world.nodes.set('1/1', [makeNode(1, ['proxy', 'web', 'backend'])]);
  },
  many(director) {
    shop(director);
    const backends = Array.from({ length: 9 }, (_, index) => makeNode(index + 4, ['backend']));
    const nodes = [makeNode(1, ['proxy']), makeNode(2, ['proxy']), makeNode(3, ['web']), ...backends];
    nodes[4] = makeNode(5, ['backend'], { state: 'lost', why: 'The agent has not answered for 20 s.' });
    director.world.nodes.set('1/1', nodes);
    director.world.services.set('1/2', makeService(1, 2, 'Blog', { ...serving, url: 'http://127.20.0.40:8081/' }));
    director.world.nodes.set('1/2', [makeNode(31, ['proxy', 'web', 'backend'])]);
  },
  fresh({ world }) {
    world.applications.set(1, makeApplication(1, 'Bookshop'));
  },
  started({ world }) {
    world.applications.set(1, makeApplication(1, 'Bookshop', runningManager));
  },
  signedOut(director) {
    director.signedIn = false;
  },
  types(director) {
    shop(director);
    types(director);
    checked(director);
  },
  accounts(director) {
    shop(director);
    accounts(director);
  },
  user(director) {
    shop(director);
    accounts(director);
    asUser(director);
    lowCredit(director);
  },
  noCredit(director) {
    shop(director);
    accounts(director);
    noCredit(director);
    director.failures.set('addNodes', new ConpaasError('INSUFFICIENT_CREDITS'));
  },
  shared(director) {
    shop(director);
    accounts(director);
    director.world.settings = { ...director.world.settings, hostName: 'conpaas.example.org', registration: true };
  },
  // Over the network, see main.tsx.
  remote(director) {
    director.signedIn = false;
    director.world.settings = { ...director.world.settings, registration: true };
  },
  remoteWait(director) {
    director.signedIn = false;
    director.signInWait = 42;
  },
  away(director) {
    director.leave();
  },
  error(director) {
    shop(director);
    director.world.services.set(
      '1/1',
      makeService(1, 1, 'Shop front', {
        state: 'ERROR',
        reason: {
          code: 'SERVER_FAILED',
          message: 'php-fpm did not start on 127.20.0.5: exit status 78.',
          hint: 'Look at the log fpm-error.log.',
          detail: 'ERROR: [pool www] cannot get uid for user',
        },
      }),
    );
    director.world.system.notices.push({
      code: 'PORT_TAKEN',
      message: 'Port 5555 on 127.0.0.1 is used by another program.',
      hint: 'The Director answers on 5556 instead.',
    });
  },
};
