import type { Call } from './call.ts';
import type { ArgumentDefinition } from './definition.ts';

/** The argument "setting" of commands that take `key=value`, once or more. */
export const settingArgument = (example: string): ArgumentDefinition => ({
  name: 'setting',
  description: `key=value, for example ${example}`,
  form: { pattern: /^[^=]+=/, words: 'of the form key=value' },
  many: true,
});

/** The pairs of the argument "setting"; values may hold "=". */
export function pairsOf(call: Call): [key: string, value: string][] {
  return call.arguments('setting').map((pair) => {
    const end = pair.indexOf('=');
    return [pair.slice(0, end), pair.slice(end + 1)];
  });
}
