/** The parameters of a request: those of the address and those of the body together, as old clients send either (reference §2.1). */
export interface Values {
  /** The first value of this name; the address counts before the body. */
  get(name: string): string | undefined;
  /** The bytes of an uploaded file. */
  file(name: string): Buffer | undefined;
}

/** What came in a body. */
export interface Form {
  fields: Readonly<Record<string, unknown>>;
  files: ReadonlyMap<string, Buffer>;
}

export const emptyForm: Form = { fields: {}, files: new Map() };

function first(fields: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? one : undefined;
}

export function valuesOf(query: Readonly<Record<string, unknown>>, form: Form): Values {
  return { get: (name) => first(query, name) ?? first(form.fields, name), file: (name) => form.files.get(name) };
}

/** A number as Python's int() reads it, as far as ids and amounts go. @returns undefined for what is none */
export function integerOf(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  return /^[+-]?\d+$/.test(trimmed) ? Number(trimmed) : undefined;
}
