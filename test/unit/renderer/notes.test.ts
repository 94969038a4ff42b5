import { expect, it } from 'vitest';
import { showWhatIsDeployed } from '../../../renderer/layout/deployed.ts';
import { notifyOfEnds } from '../../../renderer/layout/end-notes.ts';
import { connected, shop } from './connected.ts';
import { serving } from './fake-world.ts';

const starting = {
  kind: 'application.start' as const,
  title: 'Start application "Shop"',
  aid: 1,
  sid: null,
  steps: ['One'],
};
const deleting = { ...starting, kind: 'application.delete' as const, title: 'Delete application "Shop"' };

async function noticing() {
  const parts = await connected(shop);
  notifyOfEnds(parts.model);
  showWhatIsDeployed(parts.model);
  return parts;
}

it('notifies of an operation that ended while nobody looked, with a way to its application', async () => {
  const { director, page } = await noticing();
  director.operations.finish(director.operations.begin(starting).id);
  expect(page.notes).toMatchObject([
    { tone: 'success', title: 'Start application "Shop"', link: { path: '/applications/1' } },
  ]);
});

it('does not notify of what the user watched', async () => {
  const { director, model, page } = await noticing();
  const { id } = director.operations.begin(starting);
  model.operations.watch(id);
  director.operations.finish(id);
  expect(page.notes).toEqual([]);
});

it('tells why an operation failed', async () => {
  const { director, page } = await noticing();
  const error = { code: 'INSTANCE_START_FAILED' as const, message: 'It did not start.', hint: 'Look at the log.' };
  director.operations.fail(director.operations.begin(starting).id, error);
  expect(page.notes).toMatchObject([{ tone: 'error', error }]);
});

it('is silent about what the user cancelled', async () => {
  const { director, page } = await noticing();
  director.operations.cancel(director.operations.begin(starting).id);
  expect(page.notes).toEqual([]);
});

it('links to nothing that was deleted', async () => {
  const { director, page } = await noticing();
  director.operations.finish(director.operations.begin(deleting).id);
  expect(page.notes[0]).not.toHaveProperty('link');
});

it('ends a sample with its page open', async () => {
  const { director, model, page } = await noticing();
  const operation = await model.client.deploySample({ params: { name: 'guestbook' } });
  model.operations.watch(operation.id);
  director.operations.finish(operation.id);
  expect(page.opened).toEqual([serving.url]);
  expect(page.visited).toEqual(['/applications/2/services/1']);
});

it('says where the site is when the browser blocks the new tab', async () => {
  const { director, model, page } = await noticing();
  page.blocksTabs = true;
  const operation = await model.client.deploySample({ params: { name: 'guestbook' } });
  model.operations.watch(operation.id);
  director.operations.finish(operation.id);
  expect(page.notes).toMatchObject([{ tone: 'success', text: expect.stringContaining('Open site') }]);
});

it('leads to the application that a manifest made, when it was waited for', async () => {
  const { director, model, page } = await noticing();
  const deploying = await model.client.deployManifest({ body: { manifest: '{ "Application": "Blog" }' } });
  const stop = model.operations.watch(deploying.id);
  director.operations.finish(deploying.id);
  expect(page.visited).toEqual(['/applications/2']);
  stop();
  const unwatched = await model.client.deployManifest({ body: { manifest: '{ "Application": "Wiki" }' } });
  director.operations.finish(unwatched.id);
  expect(page.visited).toHaveLength(1);
});
