import { expect, it } from 'vitest';
import type { State } from '../../../../director/contract/state.ts';
import { bind } from '../../../../renderer/actions/action.ts';
import { deleteCode, downloadCode, enableCode, liftCode } from '../../../../renderer/actions/code-actions.ts';
import { addNode, replaceNode, setWeight } from '../../../../renderer/actions/node-actions.ts';
import {
  openSite,
  removeService,
  type ServiceTarget,
  setDebug,
  startService,
  stopService,
  updateConfiguration,
} from '../../../../renderer/actions/service-actions.ts';
import { connected, shop } from '../connected.ts';
import { makeApplication, makeNode, makeService, makeVersion, runningManager, serving } from '../fake-world.ts';

function target(state: State = 'RUNNING', application: State = 'RUNNING'): ServiceTarget {
  return {
    application: makeApplication(1, 'Shop', { ...runningManager, state: application }),
    service: makeService(1, 1, 'Front', { ...serving, state }),
  };
}

it('can start a service in INIT and STOPPED, and get out of ERROR by stopping it', () => {
  const states: State[] = ['INIT', 'PROLOGUE', 'RUNNING', 'ADAPTING', 'EPILOGUE', 'STOPPED', 'ERROR'];
  const allowed = (enabled: (of: ServiceTarget) => true | string) =>
    states.filter((state) => enabled(target(state)) === true);
  expect(allowed(startService.enabled)).toEqual(['INIT', 'STOPPED']);
  expect(allowed(stopService.enabled)).toEqual(['RUNNING', 'ERROR']);
});

it('wants the application to run before its service is started', () => {
  expect(startService.enabled(target('STOPPED', 'STOPPED'))).toBe('Start “Shop” first.');
});

it('can remove a service of an application that is stopped', () => {
  expect(removeService.enabled(target('STOPPED', 'STOPPED'))).toBe(true);
});

it('opens the site where there is one', async () => {
  const { model, page } = await connected(shop);
  await bind(openSite, target(), model).run();
  expect(page.opened).toEqual([serving.url]);
  expect(openSite.enabled({ ...target(), service: makeService(1, 1, 'Front') })).toContain('no site');
});

it('tells the command that does the same', () => {
  const { application, service } = target();
  const version = makeVersion('code-abc', { subfolder: 'shop', lifted: true });
  const node = makeNode(1, ['backend'], { state: 'lost' });
  const role = { role: 'web', roleTitle: 'Static files', nodes: [] };
  expect([
    startService.cli?.({ application, service }),
    setDebug.cli?.({ application, service, on: true }),
    updateConfiguration.cli?.({ application, service, values: { memory_limit: '256M', disable_functions: 'a, b' } }),
    addNode.cli?.({ application, service, ...role }),
    replaceNode.cli?.({ application, service, node }),
    enableCode.cli?.({ application, service, version }),
    downloadCode.cli?.({ application, service, version }),
    liftCode.cli?.({ application, service, version }),
  ]).toEqual([
    'cps-tools php start 1 1',
    'cps-tools php debug 1 1 on',
    "cps-tools php set_php_config 1 1 memory_limit=256M 'disable_functions=a, b'",
    'cps-tools php add_nodes 1 1 --web 1',
    `cps-tools service replace_node 1 1 ${node.id}`,
    'cps-tools php enable_code 1 1 code-abc',
    'cps-tools php download_code 1 1 --version code-abc',
    'cps-tools php lift_code 1 1 code-abc --undo',
  ]);
});

it('adds a node, which takes its role off the packed one', async () => {
  const { director, model } = await connected(shop);
  const nodes = director.world.nodes.get('1/1') ?? [];
  await bind(addNode, { ...target(), role: 'backend', roleTitle: 'Backend', nodes }, model).run();
  director.operations.finish('op-1');
  expect(model.nodes.entry('1/1').value?.map(({ roles }) => roles)).toEqual([['proxy', 'web'], ['backend']]);
});

it('replaces a lost node only', () => {
  const node = makeNode(1, ['backend']);
  expect(replaceNode.enabled({ ...target(), node })).toBe('Only a lost node can be replaced.');
  expect(replaceNode.enabled({ ...target(), node: { ...node, state: 'lost' } })).toBe(true);
});

it('gives a node another share of the load', async () => {
  const { director, model } = await connected(shop);
  const [node] = director.world.nodes.get('1/1') ?? [];
  if (!node) throw new Error('the shop has a node');
  await bind(setWeight, { ...target(), node, role: 'backend', weight: 30 }, model).run();
  expect(model.nodes.entry('1/1').value?.[0]?.weights).toEqual({ web: 100, backend: 30 });
});

it('keeps the version that is served from being deleted', () => {
  const version = makeVersion('code-abc', { current: true });
  expect(deleteCode.enabled({ ...target(), version })).toContain('being served');
  expect(enableCode.enabled({ ...target(), version })).toContain('already');
});

it('serves another version', async () => {
  const { director, model } = await connected((fake) => {
    shop(fake);
    fake.world.codeVersions.set('1/1', [makeVersion('code-new'), makeVersion('code-old', { current: true })]);
  });
  await bind(enableCode, { ...target(), version: makeVersion('code-new') }, model).run();
  director.operations.finish('op-1');
  expect(director.world.codeVersions.get('1/1')?.find(({ current }) => current)?.codeVersionId).toBe('code-new');
});

it('downloads a version by its own address, without loading it into the page', async () => {
  const { model, page } = await connected(shop);
  await bind(downloadCode, { ...target(), version: makeVersion('code-abc') }, model).run();
  expect(page.downloaded).toEqual(['/api/applications/1/services/1/code-versions/code-abc/archive']);
});

it('sends settings only when some were changed', () => {
  expect(updateConfiguration.enabled({ ...target(), values: {} })).toBe('Nothing was changed.');
  expect(updateConfiguration.enabled({ ...target(), values: { memory_limit: '1G' } })).toBe(true);
});
