import { z } from 'zod';
import { manifest } from '../contract/manifest.ts';
import { serviceDefinitions } from '../services/definitions.ts';
import { manifestRules } from '../services/manifest-rules.ts';
import type { ServiceDefinition } from '../services/service-type.ts';

type Json = Record<string, unknown>;

/** Where the schema is served, relative to any Director. */
const identifier = '/api/manifest-schema.json';

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function within(schema: Json, ...path: string[]): Json {
  return path.reduce((at: Json, part) => {
    const next = at[part];
    return isJson(next) ? next : {};
  }, schema);
}

/** What the fields of a service mean for one type: its roles and settings by name. */
function forType(definition: ServiceDefinition, allFields: readonly string[]): Json {
  const { type, title, roles, configuration } = definition;
  const { fields } = manifestRules(definition);
  const known: readonly string[] = fields;
  const nodes = Object.fromEntries(
    roles.map((role) => [role.role, { title: role.title, description: role.description }]),
  );
  const settings = Object.fromEntries(
    configuration.map(({ key, label, description, choices, default: value }) => [
      key,
      { title: label, description, default: value, ...(choices ? { enum: choices } : {}) },
    ]),
  );
  const meaningless = allFields.filter((field) => !known.includes(field));
  return {
    if: { properties: { Type: { const: type } }, required: ['Type'] },
    // biome-ignore lint/suspicious/noThenProperty: "then" is a keyword of JSON Schema (2020-12, §10.2.2.2); nothing awaits this object
    then: {
      title,
      properties: {
        StartupInstances: { properties: nodes, additionalProperties: false },
        SeparateRoles: { items: { enum: roles.map(({ role }) => role) } },
        ...(configuration.length > 0 ? { Configuration: { properties: settings, additionalProperties: false } } : {}),
        ...Object.fromEntries(meaningless.map((field) => [field, false])),
      },
    },
  };
}

/** The JSON Schema (draft 2020-12) of manifests for the types of this Director. */
export function manifestSchema(definitions: readonly ServiceDefinition[] = serviceDefinitions()): Json {
  const schema: Json = z.toJSONSchema(manifest, { target: 'draft-2020-12', io: 'input' });
  const service = within(schema, 'properties', 'Services', 'items');
  const fields = within(service, 'properties');
  const type = within(fields, 'Type');
  const typed = {
    ...service,
    properties: {
      ...fields,
      Type: {
        ...type,
        enum: definitions.map((definition) => definition.type),
        description: definitions.map((definition) => `${definition.type}: ${definition.description}`).join('\n'),
      },
    },
    allOf: definitions.map((definition) => forType(definition, Object.keys(fields))),
  };
  const properties = within(schema, 'properties');
  const { $schema, ...rest } = schema;
  return {
    $schema,
    $id: identifier,
    ...rest,
    properties: {
      // An editor finds the schema by it.
      $schema: { type: 'string', title: 'Schema', description: `Where the schema is: ${identifier} of the Director.` },
      ...properties,
      Services: { ...within(properties, 'Services'), items: typed },
    },
  };
}
