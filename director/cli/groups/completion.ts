import { completionScripts } from '../completion/scripts.ts';
import type { CommandDefinition } from '../definition.ts';

export const commands: readonly CommandDefinition[] = Object.entries(completionScripts).map(([shell, script]) => ({
  name: shell,
  summary: `print what makes ${shell} complete the words of cps-tools`,
  run: async (call) => call.session.answer({ script }, () => script),
}));
