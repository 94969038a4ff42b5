import { WireError } from './errors.ts';
import type { Kind, Kinds, Parameters, UploadedFile } from './method.ts';

function wrong(name: string, why: string): WireError {
  return new WireError(`Parameter '${name}': ${why}.`);
}

/** How a value is shown in an error: short, so that a wrong upload does not come back whole. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** @param convert gives the value, or undefined when it is not of this kind */
function kind<T>(expected: string, convert: (value: unknown) => T | undefined): Kind<T> {
  return {
    optional: false,
    parse(name, value) {
      const converted = convert(value);
      if (converted === undefined) throw wrong(name, `${shown(value)} is not ${expected}`);
      return converted;
    },
  };
}

// Fields of an UPLOAD are always texts, and old clients send numbers as texts in JSON too; both are read.
function toInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^[+-]?\d+$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

function integerWhere(expected: string, fits: (value: number) => boolean): Kind<number> {
  return kind(expected, (value) => {
    const integer = toInteger(value);
    return integer !== undefined && fits(integer) ? integer : undefined;
  });
}

export function text(): Kind<string> {
  return kind('a string', (value) => (typeof value === 'string' ? value : undefined));
}

export function integer(): Kind<number> {
  return integerWhere('an integer', () => true);
}

export function positiveInteger(): Kind<number> {
  return integerWhere('a positive integer', (value) => value > 0);
}

export function nonNegativeInteger(): Kind<number> {
  return integerWhere('an integer equal to or greater than zero', (value) => value >= 0);
}

export function boolean(): Kind<boolean> {
  return kind('a boolean', (value) => {
    if (typeof value === 'boolean') return value;
    return value === 'true' ? true : value === 'false' ? false : undefined;
  });
}

/** @param items the kind that each item must have; any when left out */
export function list(): Kind<unknown[]>;
export function list<T>(items: Kind<T>): Kind<T[]>;
export function list(items?: Kind<unknown>): Kind<unknown[]> {
  return {
    optional: false,
    parse(name, value) {
      if (!Array.isArray(value)) throw wrong(name, `${shown(value)} is not a list`);
      if (!items) return value;
      return value.map((item, index) => items.parse(`${name}[${index}]`, item));
    },
  };
}

export function nonEmptyList(): Kind<unknown[]>;
export function nonEmptyList<T>(items: Kind<T>): Kind<T[]>;
export function nonEmptyList(items?: Kind<unknown>): Kind<unknown[]> {
  const any = items ? list(items) : list();
  return {
    optional: false,
    parse(name, value) {
      const values = any.parse(name, value);
      if (values.length === 0) throw wrong(name, 'the list is empty');
      return values;
    },
  };
}

export function dictionary(): Kind<Record<string, unknown>> {
  return kind('a dictionary', (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined,
  );
}

export function oneOf<const T extends string | number>(allowed: readonly T[]): Kind<T> {
  return kind(`one of ${shown(allowed)}`, (value) => allowed.find((candidate) => candidate === value));
}

export function notOneOf(refused: readonly string[]): Kind<string> {
  return {
    optional: false,
    parse(name, value) {
      const given = text().parse(name, value);
      if (refused.includes(given)) throw wrong(name, `${shown(value)} must not be one of ${shown(refused)}`);
      return given;
    },
  };
}

/** Marks a file part that `upload.ts` has put on disk; nothing that arrives as JSON can pass for one. */
export class ReceivedFile implements UploadedFile {
  readonly filename: string;
  readonly path: string;
  readonly size: number;

  constructor(filename: string, path: string, size: number) {
    this.filename = filename;
    this.path = path;
    this.size = size;
  }
}

export function uploadedFile(): Kind<UploadedFile> {
  return kind('an uploaded file', (value) => (value instanceof ReceivedFile ? value : undefined));
}

/** A parameter that may be left out or be null: then it is `fallback`, or undefined. */
export function optional<T>(of: Kind<T>): Kind<T | undefined>;
export function optional<T>(of: Kind<T>, fallback: T): Kind<T>;
export function optional<T>(of: Kind<T>, fallback?: T): Kind<T | undefined> {
  return {
    optional: true,
    parse: (name, value) => (value === undefined || value === null ? fallback : of.parse(name, value)),
  };
}

/**
 * Checks the parameters of a call.
 * @throws WireError with the texts of reference §7
 */
export function parseParameters<K extends Kinds>(kinds: K, given: Record<string, unknown>): Parameters<K> {
  const parsed: [string, unknown][] = [];
  for (const [name, kindOfIt] of Object.entries(kinds)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined && !kindOfIt.optional) throw new WireError(`Missing the mandatory parameter '${name}'.`);
    parsed.push([name, kindOfIt.parse(name, value)]);
  }
  const unexpected = Object.entries(given).filter(([name]) => !Object.hasOwn(kinds, name));
  if (unexpected.length > 0) throw new WireError(`Unexpected parameters: ${shown(Object.fromEntries(unexpected))}.`);
  return Object.fromEntries(parsed) as Parameters<K>;
}
