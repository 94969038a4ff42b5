import { ConpaasError } from '../contract/errors.ts';
import type { Call } from './call.ts';

/**
 * Asks before something is destroyed. Only a person at a terminal is asked: scripts, and --yes, go on.
 * @param question without the question mark, for example "Delete application 'shop' with its services and data"
 * @throws ConpaasError NOT_CONFIRMED
 */
export async function confirm(call: Call, question: string): Promise<void> {
  const { terminal } = call.session;
  if (call.flag('yes') || !terminal.interactive.input) return;
  const answer = await terminal.ask(`${question}? [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) throw new ConpaasError('NOT_CONFIRMED');
}
