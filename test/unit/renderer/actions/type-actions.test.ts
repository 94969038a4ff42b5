import { expect, it } from 'vitest';
import { bind } from '../../../../renderer/actions/action.ts';
import { examineConfiguration, takeOverConfiguration } from '../../../../renderer/actions/check-actions.ts';
import { deployBundle, deployManifest, exportManifest } from '../../../../renderer/actions/manifest-actions.ts';
import { callMethod, executeScript } from '../../../../renderer/actions/method-actions.ts';
import { request } from '../../../../renderer/actions/perform.ts';
import type { ServiceTarget } from '../../../../renderer/actions/service-actions.ts';
import { createVolume, deleteVolume } from '../../../../renderer/actions/volume-actions.ts';
import { actionsOfService } from '../../../../renderer/components/use-targets.ts';
import { currentCheck } from '../../../../renderer/stores/manifest-draft.ts';
import { connected } from '../connected.ts';
import type { FakeDirector } from '../fake-director.ts';
import { genericType, makeScriptNode, makeVolume } from '../fake-types.ts';
import { makeApplication, makeService, phpType, runningManager } from '../fake-world.ts';

function search({ world }: FakeDirector): void {
  world.serviceTypes = [phpType, genericType];
  world.applications.set(1, makeApplication(1, 'Numbers', runningManager));
  world.services.set('1/2', makeService(1, 2, 'Search', { type: 'generic', state: 'RUNNING' }));
  const node = makeScriptNode(1, 'master');
  world.nodes.set('1/2', [node]);
  world.scripts.set('1/2', { [node.id]: { 'run.sh': 'NEVER STARTED' } });
}

const target = (state: 'RUNNING' | 'STOPPED' = 'RUNNING'): ServiceTarget => ({
  application: makeApplication(1, 'Numbers', runningManager),
  service: makeService(1, 2, 'Search', { type: 'generic', state }),
});

it('deploys a manifest only when the Director found nothing wrong with this very text', async () => {
  const { model, director } = await connected();
  const { manifestDraft: draft } = model;
  const deploy = () => {
    const state = draft.store.getState();
    return bind(deployManifest, { ...state, check: currentCheck(state) }, model);
  };
  expect(deploy().enabled).toContain('still looking');
  await draft.change({ text: '{ "Services": [{ "Type": "phpp" }] }' });
  expect(deploy().enabled).toBe('Correct the errors first.');
  await draft.change({ text: '{ "Application": "Shop", "Services": [{ "Type": "php" }] }', cloud: 'local' });
  expect(deploy()).toMatchObject({
    enabled: true,
    instances: 2,
    cli: 'cps-tools application manifest <file> --cloud local',
  });
  await deploy().run();
  director.operations.finish([...director.operations.all.keys()].at(-1) ?? '');
  expect(Object.values(model.applications.store.getState().items).map(({ name }) => name)).toEqual(['Shop']);
});

it('sends an archive when that was confirmed, and follows the operation that came of it', async () => {
  const { model } = await connected();
  const file = new File(['0123456789'], 'shop one.zip');
  const action = bind(deployBundle, { file, cloud: null }, model);
  expect(action.cli).toBe("cps-tools application manifest 'shop one.zip'");
  await request(action, model);
  expect(model.interaction.getState().confirming?.key).toBe('manifest.deploy-bundle');
  await action.run();
  const [operation] = Object.values(model.operations.collection.store.getState().items);
  expect(operation).toMatchObject({ kind: 'manifest.deploy', state: 'running' });
  expect(model.uploads.store.getState().uploads).toEqual([]);
});

it('keeps why an archive was refused beside its name', async () => {
  const { model } = await connected();
  await bind(deployBundle, { file: new File(['x'], 'notes.zip'), cloud: null }, model).run();
  expect(model.uploads.store.getState().uploads).toMatchObject([{ filename: 'notes.zip', state: 'failed' }]);
  expect(Object.keys(model.operations.collection.store.getState().items)).toEqual([]);
});

it('shows an application as a manifest', async () => {
  const { model } = await connected(search);
  await bind(exportManifest, makeApplication(1, 'Numbers'), model).run();
  expect(model.interaction.getState().question).toEqual({ kind: 'export-manifest', aid: 1 });
});

it('starts a script with its parameters and reads how it fares', async () => {
  const { model } = await connected(search);
  const stop = model.methodAnswers.watch('1/2 get_script_status');
  const run = bind(executeScript('run'), { ...target(), parameters: ' 1000 "two words" ' }, model);
  expect(run.cli).toBe(`cps-tools generic run 1 2 --parameters '1000 "two words"'`);
  await run.run();
  expect(model.methodAnswers.entry('1/2 get_script_status').value).toEqual({
    agents: { [makeScriptNode(1, 'master').id]: { 'run.sh': 'RUNNING' } },
  });
  expect(executeScript('run').enabled({ ...target('STOPPED'), parameters: '' })).toBe('Start “Search” first.');
  stop();
});

it('wants what a method cannot be called without, and leaves out what was left empty', async () => {
  const { model, director, page } = await connected(search);
  const [method] = genericType.methods;
  if (!method) throw new Error('generic has methods');
  const action = (parameters: Record<string, string>) => bind(callMethod, { ...target(), method, parameters }, model);
  expect(action({}).enabled).toBe('Give a value for “command” first.');
  await action({ command: 'run', parameters: '' }).run();
  expect(director.world.scripts.get('1/2')).toEqual({ [makeScriptNode(1, 'master').id]: { 'run.sh': 'RUNNING' } });
  expect(page.notes).toMatchObject([{ tone: 'success', title: method.title }]);
});

it('deletes a volume only by its name, and sees it go', async () => {
  const { model, director } = await connected((given) => {
    search(given);
    given.world.volumes.set(1, [makeVolume('results'), makeVolume('scratch')]);
  });
  const stop = model.volumes.watch('1');
  const remove = bind(deleteVolume, { ...target(), volume: makeVolume('results') }, model);
  expect(remove).toMatchObject({ confirm: { typeName: 'results' }, cli: 'cps-tools generic delete_volume 1 results' });
  await remove.run();
  director.operations.finish('op-1');
  expect(model.volumes.entry('1').value?.map(({ name }) => name)).toEqual(['scratch']);
  expect(createVolume.enabled(target('STOPPED'))).toBe('Start “Search” first.');
  stop();
});

it('looks at a director.cfg before it takes it over, and not at one that was changed since', async () => {
  const { model } = await connected();
  const { configurationImport } = model;
  const now = () => {
    const { text, report } = configurationImport.store.getState();
    return { text, wrong: report?.wrong.length ?? null };
  };
  expect(examineConfiguration.enabled(now())).toContain('Open a director.cfg');
  configurationImport.edit('[conpaas]');
  expect(takeOverConfiguration.enabled(now())).toBe('Look at the report first.');
  await bind(examineConfiguration, now(), model).run();
  expect(configurationImport.store.getState().report).toMatchObject({ applied: false });
  expect(bind(takeOverConfiguration, now(), model)).toMatchObject({
    enabled: true,
    confirm: { lost: expect.stringContaining('1 line is wrong') },
  });
  await bind(takeOverConfiguration, now(), model).run();
  expect(configurationImport.store.getState().report).toMatchObject({ applied: true });
  const asked = now();
  configurationImport.edit('[iaas]');
  await bind(examineConfiguration, asked, model).run();
  expect(configurationImport.store.getState().report).toBeNull();
});

it('offers a site only of types that have one', async () => {
  const { model } = await connected(search);
  const stop = model.serviceTypes.watch('');
  await model.serviceTypes.refresh('');
  const php = { ...target(), service: makeService(1, 1, 'Front', { state: 'RUNNING' }) };
  const offers = (of: ServiceTarget) => actionsOfService(of, model).some(({ key }) => key.startsWith('service.open'));
  expect([offers(php), offers(target())]).toEqual([true, false]);
  stop();
});
