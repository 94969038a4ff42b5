/** A value as ConPaaS 2.1 printed it: Python's None, True and False; what has parts as JSON. */
function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `key: value`, one per line, each after the indentation. */
export function keyValueLines(values: Readonly<Record<string, unknown>>, indentation = ''): string {
  return Object.entries(values)
    .map(([key, value]) => `${indentation}${key}: ${valueText(value)}\n`)
    .join('');
}
