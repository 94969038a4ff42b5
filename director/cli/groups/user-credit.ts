import type { Call } from '../call.ts';
import { tellCredit } from '../credit-notes.ts';
import type { CommandDefinition } from '../definition.ts';
import { localTime } from '../local-time.ts';
import { formatTable } from '../table.ts';
import { userArgument, userOf } from '../user-of.ts';

async function getCredit(call: Call): Promise<void> {
  const credit = await (await call.session.client()).getCredit();
  call.session.answer(credit, () => String(credit.balance));
  tellCredit(call, credit);
}

async function getHistory(call: Call): Promise<void> {
  const limit = call.integer('limit') ?? 100;
  const entries = await (await call.session.client()).listCreditHistory({ query: { limit } });
  const rows = entries.map(({ time, change, balance, text }) => ({ time: localTime(time), change, balance, text }));
  call.session.answer(entries, () =>
    rows.length > 0 ? formatTable(['time', 'change', 'balance', 'text'], rows) : 'No existing entries.',
  );
}

async function addCredit(call: Call): Promise<void> {
  const { uid, username } = await userOf(call);
  const change = Number(call.argument('credit'));
  const credit = await (await call.session.client()).addCredit({ params: { uid }, body: { change } });
  call.session.answer(
    credit,
    () => `Credit added successfully to user '${username}', the new credit is ${credit.balance}.`,
  );
}

export const creditCommands: readonly CommandDefinition[] = [
  { name: 'get_credit', summary: 'print the remaining credit', run: getCredit },
  {
    name: 'get_credit_history',
    summary: 'list what was got and paid, newest first',
    options: [{ flags: '--limit <COUNT>', description: 'the newest entries only (default 100)', integer: true }],
    run: getHistory,
  },
  {
    name: 'add_credit',
    summary: 'give credits to a user, or take some (on the machine of the director)',
    arguments: [
      userArgument,
      {
        name: 'credit',
        description: 'credits to add; a negative number takes some away',
        form: { pattern: /^[+-]?\d+$/, words: 'a whole number' },
      },
    ],
    onDirectorsMachine: true,
    run: addCredit,
  },
];
