import { userRole } from '../../contract/user.ts';
import type { Call } from '../call.ts';
import { confirm } from '../confirm.ts';
import type { CommandDefinition } from '../definition.ts';
import { newPassword } from '../passwords.ts';
import { personalChanges, personalOptions, requireChanges } from '../personal-options.ts';
import { userArgument, userOf } from '../user-of.ts';

async function list(call: Call): Promise<void> {
  const users = await (await call.session.client()).listUsers();
  const withCredit = call.flag('credit');
  call.session.answer(users, () =>
    users
      .toSorted((a, b) => a.uid - b.uid)
      .map(({ username, credit }) => (withCredit ? `${username}\t${credit}` : username))
      .join('\n'),
  );
}

async function setPassword(call: Call): Promise<void> {
  const { uid, username } = await userOf(call);
  const body = { newPassword: await newPassword(call) };
  await (await call.session.client()).setUserPassword({ params: { uid }, body });
  call.session.answer({}, () => `Password of user '${username}' changed successfully.`);
}

async function edit(call: Call): Promise<void> {
  const role = call.text('role');
  const changes = { ...personalChanges(call), ...(role === undefined ? {} : { role: userRole.parse(role) }) };
  const { uid, username } = await userOf(call);
  const body = requireChanges(changes);
  const user = await (await call.session.client()).updateUser({ params: { uid }, body });
  call.session.answer(user, () => `User '${username}' has been changed.`);
}

async function enable(call: Call, enabled: boolean): Promise<void> {
  const { uid, username } = await userOf(call);
  const user = await (await call.session.client()).updateUser({ params: { uid }, body: { enabled } });
  call.session.answer(user, () => `User '${username}' has been ${enabled ? 'enabled' : 'disabled'}.`);
}

async function remove(call: Call): Promise<void> {
  const { uid, username } = await userOf(call);
  await confirm(call, `Delete user '${username}' and revoke their certificates`);
  await (await call.session.client()).deleteUser({ params: { uid } });
  call.session.answer({}, () => `User '${username}' has been deleted.`);
}

/** For administrators: the users of a Director. */
export const administrationCommands: readonly CommandDefinition[] = [
  {
    name: 'list',
    summary: 'list all users (on the machine of the director)',
    options: [{ flags: '--credit', description: 'print their credit too' }],
    onDirectorsMachine: true,
    run: list,
  },
  {
    name: 'set_password',
    summary: "set a user's password (on the machine of the director)",
    arguments: [userArgument],
    options: [{ flags: '--password <PASSWORD>', description: 'the password; better leave it out to be asked for it' }],
    onDirectorsMachine: true,
    run: setPassword,
  },
  {
    name: 'edit',
    summary: "change a user's e-mail address, names, affiliation or role (on the machine of the director)",
    arguments: [userArgument],
    options: [
      ...personalOptions,
      { flags: '--role <ROLE>', description: 'what the user may do', choices: ['administrator', 'user'] },
    ],
    onDirectorsMachine: true,
    run: edit,
  },
  {
    name: 'enable',
    summary: 'let a user in again (on the machine of the director)',
    arguments: [userArgument],
    onDirectorsMachine: true,
    run: (call) => enable(call, true),
  },
  {
    name: 'disable',
    summary: 'keep a user out; what they run goes on (on the machine of the director)',
    arguments: [userArgument],
    onDirectorsMachine: true,
    run: (call) => enable(call, false),
  },
  {
    name: 'delete',
    summary: 'delete a user who has no applications (on the machine of the director)',
    arguments: [userArgument],
    onDirectorsMachine: true,
    asks: true,
    run: remove,
  },
];
