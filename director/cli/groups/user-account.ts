import type { Call } from '../call.ts';
import type { CommandDefinition } from '../definition.ts';
import { keyValueLines } from '../key-values.ts';
import { localTime } from '../local-time.ts';
import { currentPassword, newPassword } from '../passwords.ts';
import { personalChanges, personalOptions, requireChanges } from '../personal-options.ts';
import { formatTable } from '../table.ts';

async function getConfiguration(call: Call): Promise<void> {
  const profile = await (await call.session.client()).getProfile();
  const { uid, username, firstName, lastName, email, affiliation, credit, created, role } = profile;
  call.session.answer(profile, () =>
    keyValueLines({
      uid,
      username,
      fname: firstName,
      lname: lastName,
      email,
      affiliation,
      credit,
      created: localTime(created).replace(' ', 'T'),
      role,
    }),
  );
}

async function setConfiguration(call: Call): Promise<void> {
  const body = requireChanges(personalChanges(call));
  const profile = await (await call.session.client()).updateProfile({ body });
  call.session.answer(profile, () => 'Profile changed successfully.');
}

async function passwd(call: Call): Promise<void> {
  const client = await call.session.client();
  const { hasPassword } = await client.getProfile();
  const current = hasPassword ? { currentPassword: await currentPassword(call) } : {};
  await client.changePassword({ body: { ...current, newPassword: await newPassword(call) } });
  call.session.answer({}, () => 'Password changed successfully.');
}

async function listSessions(call: Call): Promise<void> {
  const sessions = await (await call.session.client()).listSessions();
  const rows = sessions.map(({ id, created, lastSeen, address, browser }) => ({
    id,
    created: localTime(created),
    last_seen: localTime(lastSeen),
    address,
    browser,
  }));
  call.session.answer(sessions, () =>
    rows.length > 0 ? formatTable(['id', 'created', 'last_seen', 'address', 'browser'], rows) : 'No existing sessions.',
  );
}

async function endSession(call: Call): Promise<void> {
  const id = call.argument('session_id');
  await (await call.session.client()).endSession({ params: { id } });
  call.session.answer({}, () => `Session '${id}' has been ended.`);
}

export const accountCommands: readonly CommandDefinition[] = [
  { name: 'get_config', summary: 'print what the director knows about the user', run: getConfiguration },
  {
    name: 'set_config',
    summary: 'change the own e-mail address, names and affiliation',
    options: personalOptions,
    run: setConfiguration,
  },
  { name: 'passwd', summary: 'change the own password', run: passwd },
  { name: 'list_sessions', summary: 'list the browsers that are signed in', run: listSessions },
  {
    name: 'end_session',
    summary: 'sign a browser out',
    arguments: [{ name: 'session_id', description: 'identifier of a session (list_sessions shows it)' }],
    run: endSession,
  },
];
