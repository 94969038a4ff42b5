import type { ConfigurationKey } from '../../../director/contract/service.ts';

/** Whether a value has the form that its setting wants. The Director checks again. */
export function hasForm({ pattern }: Pick<ConfigurationKey, 'pattern'>, value: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(value);
}

/** What was typed and differs from what is in force. */
export function changedValues(
  keys: readonly ConfigurationKey[],
  values: Readonly<Record<string, string>>,
  typed: Readonly<Record<string, string>>,
): Record<string, string> {
  const changed = keys.flatMap(({ key, default: usual }) => {
    const now = typed[key];
    return now === undefined || now === (values[key] ?? usual) ? [] : [[key, now] as const];
  });
  return Object.fromEntries(changed);
}
