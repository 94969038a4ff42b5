import type { Client } from '../contract/client.ts';
import type { Credit } from '../contract/credit.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { Call } from './call.ts';
import { localTime } from './local-time.ts';

/** Milliseconds before the credit runs out from which on it is warned of. */
const warningTime = 3 * 3_600_000;

const credits = (count: number) => `${count} ${count === 1 ? 'credit' : 'credits'}`;

/** Warns where the credit runs out soon. */
export function tellCredit(call: Call, { enabled, level, runsOut }: Credit): void {
  if (!enabled || level === 'plenty') return;
  call.session.warn(
    level === 'empty'
      ? 'No credit is left: nothing can be started, and what runs is stopped.'
      : `The credit runs out${runsOut === null ? ' soon' : ` at ${localTime(runsOut)}`}.`,
  );
}

/** How many nodes a service of the type starts with; 0 where the Director does not say. */
export async function startingNodesOf(client: Client, type: string): Promise<number> {
  const types = await client.listServiceTypes();
  return types.find((each) => each.type === type)?.startingNodes ?? 0;
}

/**
 * Before something is started: tells a person at the terminal what it will cost, and everybody when the credit will run out soon
 * after it. It never keeps anything from being started; that is the Director's business.
 * @param instances how many more there will be, managers and nodes
 */
export async function tellCost(call: Call, instances: number): Promise<void> {
  const { session } = call;
  try {
    const client = await session.client();
    const { enabled, balance, perHourAfter, runsOutAfter } = await client.estimateCredit({ query: { instances } });
    if (!enabled) return;
    if (session.terminal.interactive.errors && !session.settings.json)
      session.terminal.writeError(`It will cost ${credits(perHourAfter)} per hour; ${credits(balance)} are left.\n`);
    if (runsOutAfter !== null && Date.parse(runsOutAfter) - Date.now() < warningTime)
      session.warn(`The credit will run out at ${localTime(runsOutAfter)}.`);
  } catch (error) {
    if (!(error instanceof ConpaasError)) throw error;
    session.debug(`The cost is not known: ${error.message}`);
  }
}
