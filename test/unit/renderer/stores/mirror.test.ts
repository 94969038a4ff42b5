import { expect, it, vi } from 'vitest';
import { connected, shop } from '../connected.ts';
import { makeApplication, makeCertificate, makeNode, makeService, makeVersion } from '../fake-world.ts';

it('shows an application that somebody else made', async () => {
  const { director, model } = await connected();
  director.emit({ type: 'application.changed', application: makeApplication(7, 'From the command line') });
  expect(model.applications.get(7)?.name).toBe('From the command line');
});

it('drops the services of an application that was deleted', async () => {
  const { director, model } = await connected((fake) => {
    shop(fake);
    fake.world.services.set('2/1', makeService(2, 1, 'Of another application'));
  });
  director.emit({ type: 'application.removed', aid: 1 });
  expect(Object.keys(model.services.store.getState().items)).toEqual(['2/1']);
});

it('tells services with the same sid in two applications apart', async () => {
  const { director, model } = await connected(shop);
  director.emit({ type: 'service.changed', service: makeService(2, 1, 'Other') });
  director.emit({ type: 'service.removed', aid: 2, sid: 1 });
  expect(model.services.get('1/1')?.name).toBe('Front');
});

it('takes nodes from the event without asking for them', async () => {
  const { director, model } = await connected(shop);
  director.emit({ type: 'nodes.changed', aid: 1, sid: 1, nodes: [makeNode(5, ['backend'])] });
  expect(model.nodes.entry('1/1').value?.map(({ address }) => address)).toEqual(['127.20.0.7']);
  expect(director.asked).not.toContain('listNodes');
});

it('reads the code versions anew when they changed, if somebody looks at them', async () => {
  const { director, model } = await connected(shop);
  model.codeVersions.watch('1/1');
  await vi.waitUntil(() => model.codeVersions.entry('1/1').value);
  director.world.codeVersions.set('1/1', [makeVersion('code-abc')]);
  director.emit({ type: 'code.changed', aid: 1, sid: 1 });
  await vi.waitUntil(() => model.codeVersions.entry('1/1').value?.length === 1);
  expect(model.codeVersions.entry('1/1').value?.[0]?.codeVersionId).toBe('code-abc');
});

it('takes the credit from the event, and asks again what more would cost', async () => {
  const { director, model } = await connected();
  model.credit.watch('');
  model.estimates.watch('2');
  await vi.waitUntil(() => model.estimates.entry('2').value);
  const credit = { ...director.world.credit, balance: 1, level: 'low' as const };
  director.world.credit = credit;
  director.emit({ type: 'credit.changed', credit });
  expect(model.credit.entry('').value?.balance).toBe(1);
  await vi.waitUntil(() => model.estimates.entry('2').value?.balance === 1);
  expect(model.estimates.entry('2').value?.enough).toBe(false);
});

it('reads the certificates anew when some were made or revoked', async () => {
  const { director, model } = await connected();
  model.certificates.watch('');
  await vi.waitUntil(() => model.certificates.entry('').value);
  director.world.certificates.push(makeCertificate('AB'));
  director.emit({ type: 'certificates.changed' });
  await vi.waitUntil(() => model.certificates.entry('').value?.length === 1);
  expect(director.asked).not.toContain('listAllCertificates');
});
