import { z } from 'zod';
import { type Check, check as checkSchema } from '../../contract/check.ts';
import { ConpaasError } from '../../contract/errors.ts';
import type { Call } from '../call.ts';
import type { CommandDefinition } from '../definition.ts';
import { waitForResult } from '../waiting.ts';

/** As cpscheck.py of ConPaaS 2.1 began its lines. */
const signs: Readonly<Record<Check['state'], string>> = {
  passed: 'OK',
  warning: 'W',
  failed: 'E',
  'not applicable': '-',
};

function describe({ state, title, found, wanted, cause, fix, detail }: Check): string {
  const troubled = state === 'failed' || state === 'warning';
  const more = troubled
    ? ([
        ['wanted', wanted],
        ['cause', cause],
        ['fix', fix],
      ] as const)
    : [];
  return [
    `${signs[state]}: ${title}: ${found}`,
    ...more.filter(([, text]) => text !== '').map(([name, text]) => `\t${name}: ${text}`),
    ...(troubled && detail !== null ? detail.split('\n').map((line) => `\t| ${line}`) : []),
  ].join('\n');
}

async function check(call: Call): Promise<void> {
  const started = await (await call.session.client()).startChecks();
  const { checks } = await waitForResult(call, started, z.object({ checks: z.array(checkSchema) }));
  call.session.answer(checks, () => checks.map(describe).join('\n'));
  const failed = checks.filter(({ state }) => state === 'failed').length;
  if (failed > 0) throw new ConpaasError('CHECKS_FAILED', { failed, total: checks.length });
}

export const checkCommands: readonly CommandDefinition[] = [
  {
    name: 'check',
    summary: 'look for what is wrong with the director, with cause and fix (on its machine)',
    onDirectorsMachine: true,
    waits: true,
    run: check,
  },
];
