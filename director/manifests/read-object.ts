import type { z } from 'zod';
import type { ManifestProblem } from '../contract/manifest-check.ts';
import { fieldOf, type ManifestText, type Path } from './manifest-text.ts';

/** Collects what is found wrong or strange, with its place in the text. */
export class Problems {
  readonly list: ManifestProblem[];
  readonly #text: ManifestText;

  constructor(text: ManifestText) {
    this.#text = text;
    this.list = [...text.problems];
  }

  get hasErrors(): boolean {
    return this.list.some(({ severity }) => severity === 'error');
  }

  error(path: Path, message: string, hint?: string): void {
    this.list.push(this.#text.problem('error', path, message, { hint }));
  }

  warn(path: Path, message: string, hint?: string): void {
    this.list.push(this.#text.problem('warning', path, message, { hint, place: 'name' }));
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');

/** "Did you mean", where a known name is nearly the same: other case, a plural, a missing end. */
function meant(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name);
  const near = known.find((one) => {
    const other = plain(one);
    return wanted.length > 2 && (other.startsWith(wanted) || wanted.startsWith(other));
  });
  return near === undefined ? undefined : `Did you mean "${near}"?`;
}

/** What zod found, for the user: the innermost words that are ours. Those that are no sentence say what the field should be. */
function messageOf(issue: z.core.$ZodIssue, path: Path): string {
  const message = (issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined) ?? issue.message;
  return /^[A-Z]/.test(message) ? message : `${String(path.at(-1))}: ${message}`;
}

/**
 * Reads an object field by field, so that one that is wrong hides nothing of the others.
 * @param ignored fields that are allowed and mean nothing here
 * @returns the fields that are right; undefined where it is no object, or one that is required is missing or wrong
 */
export function readObject<S extends z.ZodObject>(
  schema: S,
  given: unknown,
  path: Path,
  problems: Problems,
  ignored: readonly string[] = [],
): z.output<S> | undefined {
  if (!isRecord(given)) {
    problems.error(path, path.length === 0 ? 'A manifest is an object: {…}' : `${fieldOf(path)} is an object: {…}`);
    return undefined;
  }
  const known = Object.keys(schema.shape);
  const fields = new Map(Object.entries(given));
  for (const name of fields.keys()) {
    if (known.includes(name)) continue;
    if (!ignored.includes(name))
      problems.warn([...path, name], `"${name}" is not known and is ignored`, meant(name, [...known, ...ignored]));
    fields.delete(name);
  }
  const whole = schema.safeParse(Object.fromEntries(fields));
  if (whole.success) return whole.data;
  for (const issue of whole.error.issues) {
    const place = issue.path.filter((part) => typeof part !== 'symbol');
    problems.error([...path, ...place], messageOf(issue, place));
    fields.delete(String(place[0]));
  }
  return schema.safeParse(Object.fromEntries(fields)).data;
}
