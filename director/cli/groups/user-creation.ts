import { ConpaasError } from '../../contract/errors.ts';
import type { User } from '../../contract/user.ts';
import type { Call } from '../call.ts';
import type { ArgumentDefinition, CommandDefinition, OptionDefinition } from '../definition.ts';
import { newPassword } from '../passwords.ts';
import { personalChanges, personalOptions } from '../personal-options.ts';
import { trustedContact, trustOptions } from '../trusted-authority.ts';

/** The e-mail address, asked for where it is missing and somebody sits there. */
async function emailOf(call: Call): Promise<string> {
  const { terminal } = call.session;
  const given = call.text('email');
  if (given !== undefined || !terminal.interactive.input) return given ?? '';
  return (await terminal.ask('Enter user email address: ')).trim();
}

async function accountOf(call: Call) {
  return {
    ...personalChanges(call),
    username: call.argument('username'),
    email: await emailOf(call),
    password: await newPassword(call),
  };
}

function tell(call: Call, user: User): void {
  call.session.answer(user, () => `User '${user.username}' created successfully.`);
}

async function create(call: Call): Promise<void> {
  const credit = call.integer('credit');
  if (credit !== undefined && credit < 0) throw new ConpaasError('USER_CREDIT_IMPOSSIBLE', { credit });
  const client = await call.session.client();
  const role = call.flag('administrator') ? ('administrator' as const) : ('user' as const);
  const body = { ...(await accountOf(call)), role, ...(credit === undefined ? {} : { credit }) };
  tell(call, await client.createUser({ body }));
}

async function createFree(call: Call): Promise<void> {
  if (call.integer('credit') !== undefined)
    call.session.warn('--credit has no effect: the director decides what new users get.');
  const contact = await trustedContact(call);
  const body = await accountOf(call);
  const connection = contact.connect();
  try {
    tell(call, await connection.client.register({ body }));
  } finally {
    connection.close();
  }
}

const username: ArgumentDefinition = { name: 'username', description: 'name of the new user' };
const accountOptions: readonly OptionDefinition[] = [
  ...personalOptions,
  { flags: '--password <PASSWORD>', description: "the new user's password; better leave it out to be asked for it" },
  {
    flags: '--credit <CREDIT>',
    description: "initial credit (the director's setting where not given)",
    integer: true,
  },
];

export const creationCommands: readonly CommandDefinition[] = [
  {
    name: 'create',
    summary: 'create a new user (on the machine of the director)',
    arguments: [username],
    options: [...accountOptions, { flags: '--administrator', description: 'let the new user manage this director' }],
    onDirectorsMachine: true,
    run: create,
  },
  {
    name: 'create_free',
    summary: 'create a user for oneself, where the director allows it',
    arguments: [username],
    options: [...accountOptions, ...trustOptions],
    asks: true,
    run: createFree,
  },
];
