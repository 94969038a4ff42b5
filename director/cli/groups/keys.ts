import { readFile } from 'node:fs/promises';
import { ConpaasError } from '../../contract/errors.ts';
import type { Call } from '../call.ts';
import { type CommandDefinition, serviceArguments } from '../definition.ts';
import { serviceOf } from '../resolve.ts';

async function upload(call: Call, type: string): Promise<void> {
  const file = call.argument('filename');
  const keys = await readFile(file, 'utf8').catch((error: Error) => {
    throw new ConpaasError('FILE_UNREADABLE', { action: 'upload key', file, why: error.message });
  });
  const { aid, sid } = await serviceOf(call, type);
  const answer = await (await call.session.client()).addAuthorizedKeys({ params: { aid, sid }, body: { keys } });
  call.session.answer(answer, () => `${answer.added} keys added to authorized_keys.`);
}

async function list(call: Call, type: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const answer = await (await call.session.client()).listAuthorizedKeys({ params: { aid, sid } });
  call.session.answer(answer, () => answer.keys.join('\n'));
}

/** Commands for the SSH keys that may push code. */
export const keyCommands = (type: string): CommandDefinition[] => [
  {
    name: 'upload_key',
    summary: 'add SSH keys that may push code with Git',
    arguments: [
      ...serviceArguments,
      { name: 'filename', description: 'file with public keys, one per line', completes: 'file' },
    ],
    run: (call) => upload(call, type),
  },
  {
    name: 'list_keys',
    summary: 'list the SSH keys that may push code with Git',
    arguments: serviceArguments,
    run: (call) => list(call, type),
  },
];
