import type { z } from 'zod';
import { ConpaasError } from './errors.ts';

/** Where in a request a value stands. */
export type Place = 'params' | 'query' | 'body';

type Issue = z.core.$ZodIssue;

/** The value in which zod found a problem, for texts that tell it. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}

/** Problems for which ConPaaS has a code of its own, so that window and command line show its text. */
function particularError(issue: Issue, value: unknown): ConpaasError | undefined {
  const [field, key] = issue.path;
  if (field === 'name' && key === undefined) {
    const name = valueAt(value, issue.path);
    if (issue.code === 'too_big' && typeof name === 'string')
      return new ConpaasError('NAME_TOO_LONG', { length: name.trim().length, limit: Number(issue.maximum) });
    if (issue.code === 'too_small' || name === undefined) return new ConpaasError('NAME_REQUIRED');
  }
  if (field === 'nodes' && typeof key === 'string')
    return new ConpaasError('NODES_INVALID', { count: JSON.stringify(valueAt(value, issue.path)) ?? 'undefined' });
  return undefined;
}

const nameOf = (place: Place, issue: Issue) => (issue.path.length > 0 ? `"${issue.path.join('.')}"` : `the ${place}`);

/**
 * Checks one part of a request and gives it back as the schema makes it (numbers from texts, defaults filled in).
 * @throws ConpaasError INVALID_INPUT that names the first wrong field and tells all of them as detail; or the code made for it
 */
export function parsePart<S extends z.ZodType>(schema: S, place: Place, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [first, ...others] = result.error.issues;
  if (!first) throw new ConpaasError('INVALID_INPUT', { problem: `the ${place} is not valid` });
  const tell = (issue: Issue) => `${nameOf(place, issue)}: ${issue.message}`;
  throw (
    particularError(first, value) ??
    new ConpaasError(
      'INVALID_INPUT',
      { problem: tell(first) },
      others.length > 0 ? { detail: others.map(tell).join('\n') } : {},
    )
  );
}
