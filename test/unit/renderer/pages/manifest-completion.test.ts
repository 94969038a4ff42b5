import { expect, it } from 'vitest';
import { manifestSchema } from '../../../../director/manifests/schema.ts';
import { optionsAt } from '../../../../renderer/pages/manifest/editor/manifest-completion.ts';

const schema = manifestSchema();

/** What is offered where "|" stands in a text. */
function offered(text: string): string[] | undefined {
  return optionsAt(schema, text.replace('|', ''), text.indexOf('|'))?.options.map(({ label }) => label);
}

it('offers the fields of a manifest that are not there yet', () => {
  expect(offered('{ "Application": "Shop", | }')).toEqual(['$schema', 'Description', 'Services']);
});

it('offers the types that the Director has, each with its own description', () => {
  const text = '{ "Services": [{ "Type": "" }] }';
  const { options = [], isField } = optionsAt(schema, text, text.indexOf('""') + 1) ?? {};
  expect(isField).toBe(false);
  expect(options.map(({ label }) => label)).toEqual(expect.arrayContaining(['"php"', '"helloworld"', '"generic"']));
  expect(options.find(({ label }) => label === '"helloworld"')?.description).toMatch(/^Nodes that greet/);
});

it('offers a service only what its type knows, whatever is still missing behind', () => {
  const ofGeneric = offered('{ "Services": [{ "Type": "generic", |');
  expect(ofGeneric).toEqual(expect.arrayContaining(['Archive', 'StartupInstances', 'Volumes']));
  for (const field of ['Configuration', 'Environment', 'Type']) expect(ofGeneric).not.toContain(field);
  expect(offered('{ "Services": [{ "Type": "php", |')).toContain('Configuration');
});

it('offers the roles and settings of the type by name', () => {
  expect(offered('{ "Services": [{ "Type": "generic", "StartupInstances": { | } }] }')).toEqual(['master', 'node']);
  expect(offered('{ "Services": [{ "Type": "php", "Configuration": { "mem|" } }] }')).toContain('memory_limit');
  expect(offered('{ "Services": [{ "Type": "php", "Configuration": { "display_errors": | } }] }')).toEqual([
    '"On"',
    '"Off"',
  ]);
});

it('offers one way to say yes and no where the schema takes several', () => {
  expect(offered('{ "Services": [{ "Start": | }] }')).toEqual(['0', '1']);
});

it('offers nothing where it knows nothing', () => {
  expect(offered('{ "Application": | }')).toEqual([]);
  expect(offered('{ "Nonsense": { | } }')).toEqual([]);
});
