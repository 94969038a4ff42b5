import type { JSONPath } from 'jsonc-parser';

type Json = Readonly<Record<string, unknown>>;

/** Something that may be written at a place of a document. */
export interface SchemaOption {
  /** The name of a field, or a value as JSON. */
  label: string;
  title: string;
  description: string;
  /** What a field begins with, as JSON; "" where nothing can be said. */
  skeleton: string;
}

/** The value at a path of the document. */
type ValueAt = (path: JSONPath) => unknown;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A schema with all that it adds for what the document says ("if" by constants, "then") and its alternatives. */
function withParts(schema: Json, path: JSONPath, valueAt: ValueAt): Json[] {
  const conditional = listOf(schema.allOf)
    .filter(isJson)
    .filter((part) => isJson(part.then) && holds(part.if, path, valueAt))
    .flatMap(({ then }) => (isJson(then) ? [then] : []));
  const alternatives = [...listOf(schema.anyOf), ...listOf(schema.oneOf)].filter(isJson);
  return [schema, ...conditional, ...alternatives];
}

function holds(condition: unknown, path: JSONPath, valueAt: ValueAt): boolean {
  const wanted = isJson(condition) && isJson(condition.properties) ? Object.entries(condition.properties) : [];
  return wanted.every(([name, schema]) => isJson(schema) && valueAt([...path, name]) === schema.const);
}

/** What the parts say of what is within them; `false` says that it must not be there. */
function within(parts: readonly Json[], step: string | number): unknown[] {
  return parts.flatMap((part) => {
    if (typeof step === 'number') return part.items === undefined ? [] : [part.items];
    const named = isJson(part.properties) ? part.properties[step] : undefined;
    if (named !== undefined) return [named];
    return isJson(part.additionalProperties) ? [part.additionalProperties] : [];
  });
}

/** All schemas that hold at a path of the document. */
function schemasAt(root: Json, path: JSONPath, valueAt: ValueAt): Json[] {
  let parts = withParts(root, [], valueAt);
  for (const [index, step] of path.entries()) {
    const next = within(parts, step);
    if (next.includes(false)) return [];
    const reached = path.slice(0, index + 1);
    parts = next.filter(isJson).flatMap((schema) => withParts(schema, reached, valueAt));
  }
  return parts;
}

/** The first text that some schema has under a keyword; later ones say more of this very case. */
function said(schemas: readonly Json[], keyword: string): string {
  return schemas.map((schema) => textOf(schema[keyword])).findLast((text) => text !== '') ?? '';
}

const skeletons: Readonly<Record<string, string>> = { object: '{}', array: '[]', string: '""' };

/** Fields that an object at `path` may have besides those it has. */
export function fieldsAt(root: Json, path: JSONPath, valueAt: ValueAt): SchemaOption[] {
  const parts = schemasAt(root, path, valueAt);
  const present = valueAt(path);
  const there = isJson(present) ? Object.keys(present) : [];
  const names = new Set(parts.flatMap(({ properties }) => (isJson(properties) ? Object.keys(properties) : [])));
  return [...names]
    .filter((name) => !there.includes(name))
    .flatMap((name) => {
      const schemas = schemasAt(root, [...path, name], valueAt);
      if (schemas.length === 0) return [];
      const types = schemas.map(({ type }) => textOf(type)).filter((type) => type !== '');
      const [title, description] = [said(schemas, 'title'), said(schemas, 'description')];
      return [{ label: name, title, description, skeleton: skeletons[types[0] ?? ''] ?? '' }];
    });
}

/** Values that are named for a place. */
export function valuesAt(root: Json, path: JSONPath, valueAt: ValueAt): SchemaOption[] {
  const parts = schemasAt(root, path, valueAt);
  const named = parts.flatMap((part) => [...listOf(part.enum), ...('const' in part ? [part.const] : [])]);
  const description = said(parts, 'description');
  return plainest([...new Set(named)]).map((value) => {
    // "php: A web site in PHP…": the line of a description that is about this value.
    const line = description.split('\n').find((one) => one.startsWith(`${value}: `));
    const said = line?.slice(`${value}: `.length) ?? (description.includes('\n') ? '' : description);
    return { label: JSON.stringify(value), title: '', description: said, skeleton: '' };
  });
}

/** Without other ways to write the same: "1" and true beside 1. */
function plainest(values: readonly unknown[]): unknown[] {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length === 0) return [...values];
  return values.filter((value) => typeof value !== 'boolean' && !numbers.some((number) => String(number) === value));
}
