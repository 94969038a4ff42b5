import { describe, expect, it } from 'vitest';
import { manifestSchema } from '../../../director/manifests/schema.ts';
import { serviceDefinitions } from '../../../director/services/definitions.ts';

describe('the JSON Schema of manifests', () => {
  const text = JSON.stringify(manifestSchema());
  const schema = JSON.parse(text);
  const service = schema.properties.Services.items;

  it('is of draft 2020-12 and has no field that a manifest has not', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.additionalProperties).toBe(false);
    expect(service.additionalProperties).toBe(false);
  });

  it('offers the types of the registry, each with its roles and settings', () => {
    expect(service.properties.Type.enum).toEqual(serviceDefinitions().map(({ type }) => type));
    for (const definition of serviceDefinitions()) {
      const { then } = service.allOf.find((one: { if: unknown }) =>
        JSON.stringify(one.if).includes(`"${definition.type}"`),
      );
      expect(Object.keys(then.properties.StartupInstances.properties)).toEqual(
        definition.roles.map(({ role }) => role),
      );
      if (definition.configuration.length > 0)
        expect(Object.keys(then.properties.Configuration.properties)).toEqual(
          definition.configuration.map(({ key }) => key),
        );
    }
  });

  it('describes every field in words', () => {
    for (const field of [...Object.values(schema.properties), ...Object.values(service.properties)])
      expect(field).toMatchObject({ title: expect.any(String), description: expect.any(String) });
  });
});
