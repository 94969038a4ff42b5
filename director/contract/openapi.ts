import { z } from 'zod';
import { application } from './application.ts';
import { certificate } from './certificate.ts';
import { check, importReport } from './check.ts';
import { codeVersion, configuration } from './code.ts';
import { createdNode } from './created-node.ts';
import { credit, creditEntry } from './credit.ts';
import { errorTable } from './error-table.ts';
import { errorBody } from './errors.ts';
import { event } from './event.ts';
import { manifestCheck } from './manifest-check.ts';
import { operation } from './operation.ts';
import type { RouteDefinition } from './route.ts';
import { routes } from './routes.ts';
import { node, service, serviceType, traffic, transition } from './service.ts';
import { cloudDescription, sample, session, settings, system } from './system.ts';
import { resource, user, userOverview } from './user.ts';
import { volume } from './volume.ts';

type Json = Record<string, unknown>;

const named = {
  Application: application,
  Certificate: certificate,
  Check: check,
  CloudDescription: cloudDescription,
  CodeVersion: codeVersion,
  Configuration: configuration,
  CreatedNode: createdNode,
  Credit: credit,
  CreditEntry: creditEntry,
  ErrorBody: errorBody,
  Event: event,
  ImportReport: importReport,
  ManifestCheck: manifestCheck,
  Node: node,
  Operation: operation,
  Resource: resource,
  Sample: sample,
  Service: service,
  ServiceType: serviceType,
  Session: session,
  Settings: settings,
  System: system,
  Traffic: traffic,
  Transition: transition,
  User: user,
  UserOverview: userOverview,
  Volume: volume,
};

const registry = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });

/** What zod adds to a schema for itself. A property that is called "id" is an object here, not a text. */
const isZodsOwn = (key: string, value: unknown) =>
  ['$defs', '$schema', '$id'].includes(key) || (key === 'id' && typeof value === 'string');

/** Schemas that a route names are referred to; zod puts them into $defs, OpenAPI wants them among its components. */
function toComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toComponents);
  if (typeof value !== 'object' || value === null) return value;
  // Where zod tells both, the pattern is what is checked; a format means something a little different to each reader.
  const checked = 'pattern' in value;
  const kept = Object.entries(value).filter(([key, inner]) => !isZodsOwn(key, inner) && !(checked && key === 'format'));
  const moved = kept.map(([key, inner]) => [key, key === '$ref' ? toComponentReference(inner) : toComponents(inner)]);
  return Object.fromEntries(moved);
}

const toComponentReference = (reference: unknown) => String(reference).replace('#/$defs/', '#/components/schemas/');

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') =>
  toComponents(z.toJSONSchema(schema, { io, metadata: registry, unrepresentable: 'any' })) as Json;

function components(): Json {
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/$defs/${id}` });
  return toComponents(schemas) as Json;
}

function parametersOf(place: 'path' | 'query', schema: z.ZodObject | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

const binary = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };

function requestBodyOf(route: RouteDefinition): Json {
  if (route.request === 'file') return { requestBody: { required: true, content: binary } };
  if (!route.body) return {};
  return {
    requestBody: {
      // No body counts as {}.
      required: !route.body.safeParse({}).success,
      content: { 'application/json': { schema: schemaOf(route.body, 'input') } },
    },
  };
}

function answerOf(route: RouteDefinition): Json {
  if (route.answers === 'file') return { content: binary };
  if (route.answers === 'text') return { content: { 'text/plain': { schema: { type: 'string' } } } };
  if (route.answers === 'events') return { content: { 'text/event-stream': {} } };
  return route.response ? { content: { 'application/json': { schema: schemaOf(route.response, 'output') } } } : {};
}

const failure = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorBody' } } },
});

function operationOf(name: string, route: RouteDefinition): Json {
  const status = route.status ?? (route.response || route.answers ? 200 : 204);
  const isOpen = route.audience === 'public';
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.audience],
    security: isOpen
      ? []
      : route.audience === 'manager'
        ? [{ certificate: [] }]
        : [{ session: [] }, { certificate: [] }],
    parameters: [...parametersOf('path', route.params), ...parametersOf('query', route.query)],
    ...requestBodyOf(route),
    responses: {
      [status]: { description: 'Done', ...answerOf(route) },
      ...(isOpen ? {} : { 401: failure('Nobody is signed in'), 403: failure('Not for this caller') }),
      default: failure('A failure; its code tells which'),
    },
  };
}

/** Every route of the table as an OpenAPI 3.1 document. */
export function openApi(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries(routes) as [string, RouteDefinition][]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'ConPaaS Nutshell',
      version,
      description: `The Director's API. Failures have one of the codes: ${Object.keys(errorTable).join(', ')}.`,
      license: { name: 'BSD-3-Clause', identifier: 'BSD-3-Clause' },
    },
    paths,
    components: {
      schemas: components(),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'conpaas-session-<port>',
          description: 'On the loopback listener: from POST /api/session with a launch token.',
        },
        certificate: { type: 'mutualTLS', description: 'On the HTTPS listener: a certificate made by this Director.' },
      },
    },
  };
}
