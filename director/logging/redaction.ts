/** What stands in place of a secret. */
const mark = '[redacted]';

/** Whole names, and ends of names that are secrets whatever they belong to. Compared without case, "-" and "_". */
const secretNames = new Set(['key', 'privatekey', 'auth']);
const secretEndings = /(password|passwd|token|secret|cookie|authorization|credentials)$/;

/** PEM blocks, also where line ends are escaped, as inside of JSON. One that was cut off is redacted to the end. */
const pemBlock = /-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(-----END [A-Z0-9 ]+-----|$)/g;

/** Deeper than this nothing is written: no log line of ours goes there. */
const deepest = 12;

function isSecret(name: string): boolean {
  const plain = name.toLowerCase().replace(/[-_]/g, '');
  return secretNames.has(plain) || secretEndings.test(plain);
}

/** The text without certificates and keys in it. */
export function redactText(text: string): string {
  return text.includes('-----BEGIN') ? text.replace(pemBlock, mark) : text;
}

/**
 * A copy of the value, as it is to be written, in which whatever is named like a secret is replaced, at any depth.
 * Errors become plain objects with their type, message, stack and own properties.
 */
export function redact(value: unknown): unknown {
  return copy(value, []);
}

function copy(value: unknown, above: readonly object[]): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (above.includes(value)) return '[circular]';
  if (above.length >= deepest) return '[too deep]';
  const path = [...above, value];
  if (Array.isArray(value)) return value.map((item) => copy(item, path));
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) return { ...errorTexts(value), ...properties(value, path) };
  if (value instanceof Map) return properties(Object.fromEntries(value), path);
  if (value instanceof Set) return [...value].map((item) => copy(item, path));
  if ('toJSON' in value && typeof value.toJSON === 'function') return copy(value.toJSON(), path);
  return properties(value, path);
}

function properties(value: object, path: readonly object[]): Record<string, unknown> {
  const cause = value instanceof Error && value.cause !== undefined ? { cause: value.cause } : {};
  const entries = Object.entries({ ...value, ...cause });
  return Object.fromEntries(entries.map(([name, item]) => [name, isSecret(name) ? mark : copy(item, path)]));
}

function errorTexts(error: Error): Record<string, string> {
  const { name, message, stack } = error;
  return { type: name, message: redactText(message), ...(stack ? { stack: redactText(stack) } : {}) };
}
