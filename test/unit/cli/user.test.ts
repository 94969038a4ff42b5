import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localTime } from '../../../director/cli/local-time.ts';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { InMemoryDirector } from './in-memory-director.ts';
import { run } from './run.ts';
import { aUser, created, exposed } from './users.ts';

let director: InMemoryDirector;
beforeEach(() => {
  director = new InMemoryDirector();
  director.on('getProfile', () => aUser());
  director.on('listUsers', () => [aUser({ uid: 2, username: 'bob', credit: 7 }), aUser()]);
});

const done = (out: string) => ({ status: 0, out, errors: '' });
const failed = (errors: string) => ({ status: 1, out: '', errors });
const bodyOf = (name: string) => director.calls.find((call) => call.name === name)?.input.body;
describe('user create', () => {
  beforeEach(() => director.on('createUser', ({ body }) => aUser({ ...(body as object), uid: 3 })));

  test('sends what the options say and prints the sentence of the reference', async () => {
    const words =
      'user create carl --email c@d.org --fname Carl --lname Orr --affiliation VU --password secret12 --credit 9';
    expect(await run(director, words)).toEqual({
      status: 0,
      out: "User 'carl' created successfully.\n",
      errors: exposed,
    });
    expect(bodyOf('createUser')).toEqual({
      username: 'carl',
      email: 'c@d.org',
      password: 'secret12',
      firstName: 'Carl',
      lastName: 'Orr',
      affiliation: 'VU',
      role: 'user',
      credit: 9,
    });
  });

  test('asks a person for the address, and for the password until both are the same', async () => {
    const secrets = ['secret12', 'secret21', 'secret12', 'secret12'];
    const outcome = await run(director, 'user create carl', { answer: 'c@d.org', secrets });
    expect(outcome).toEqual({
      status: 0,
      out: "User 'carl' created successfully.\n",
      errors:
        'Enter user email address: Password: Retype password: Passwords do not match. Try again\n' +
        'Password: Retype password: ',
    });
    expect(bodyOf('createUser')).toEqual({ username: 'carl', email: 'c@d.org', password: 'secret12', role: 'user' });
  });

  test('takes the password from the input where nobody sits there, once', async () => {
    expect(await run(director, 'user create carl --email c@d.org', { secrets: ['secret12'] })).toEqual(
      done("User 'carl' created successfully.\n"),
    );
    expect(await run(director, 'user create carl --email c@d.org')).toEqual(
      failed('ERROR: Cannot call the ConPaaS director: the password is not specified.\n'),
    );
  });

  test('refuses a negative credit, and tells what the Director refuses', async () => {
    expect(await run(director, 'user create carl --credit -3')).toEqual(
      failed('ERROR: Cannot create a user with -3 credits.\n'),
    );
    director.on('createUser', () => {
      throw new ConpaasError('USERNAME_TAKEN', { username: 'carl' });
    });
    expect(await run(director, 'user create carl --email c@d.org', { secrets: ['secret12'] })).toEqual(
      failed("ERROR: Username 'carl' is already taken\n"),
    );
  });

  test("is for the Director of this computer, as all commands of the director's machine", async () => {
    director.on('addCredit', () => ({
      enabled: true,
      balance: 1,
      instances: 0,
      nextCharge: null,
      runsOut: null,
      level: 'plenty',
    }));
    for (const words of ['create carl --email c@d.org', 'add_credit bob 1', 'list'])
      await run(director, `user ${words}`, { secrets: ['secret12'] });
    await run(director, 'user get_config');
    expect(director.reachedWith.map(({ onDirectorsMachine }) => onDirectorsMachine)).toEqual([true, true, true, false]);
  });
});

describe('user create_free', () => {
  beforeEach(() => director.on('register', ({ body }) => aUser({ ...(body as object), uid: 3 })));
  const words = 'user create_free carl --email c@d.org';

  test('registers at a Director whose CA is known', async () => {
    const outcome = await run(director, words, { secrets: ['secret12'], contact: { standing: 'known' } });
    expect(outcome).toEqual(done("User 'carl' created successfully.\n"));
    expect(bodyOf('register')).toEqual({ username: 'carl', email: 'c@d.org', password: 'secret12' });
  });

  test('sends nothing to one whose CA is not', async () => {
    const { status, errors } = await run(director, words, { secrets: ['secret12'] });
    expect(status).toBe(1);
    expect(errors).toContain('ERROR: The CA of the director at https://director:5555 is not known on this computer');
    expect(director.calls).toEqual([]);
  });

  test('warns that --credit has no effect', async () => {
    const outcome = await run(director, `${words} --credit 9`, {
      secrets: ['secret12'],
      contact: { standing: 'known' },
    });
    expect(outcome.errors).toBe('WARNING - --credit has no effect: the director decides what new users get.\n');
  });
});

describe('what a user is told', () => {
  test('get_config prints key: value lines with the names of ConPaaS 2.1', async () => {
    expect(await run(director, 'user get_config')).toEqual(
      done(
        'uid: 1\nusername: ann\nfname: Ann\nlname: Lee\nemail: ann@example.org\naffiliation: \ncredit: 50\n' +
          `created: ${localTime(created).replace(' ', 'T')}\nrole: user\n`,
      ),
    );
  });

  const credit = { enabled: true, balance: 4, instances: 2, nextCharge: null, runsOut: created, level: 'plenty' };

  test('get_credit prints the number', async () => {
    director.on('getCredit', () => credit);
    expect(await run(director, 'user get_credit')).toEqual(done('4\n'));
  });

  test.each([
    [{ level: 'low' }, `WARNING - The credit runs out at ${localTime(created)}.\n`],
    [{ level: 'low', runsOut: null }, 'WARNING - The credit runs out soon.\n'],
    [{ level: 'empty' }, 'WARNING - No credit is left: nothing can be started, and what runs is stopped.\n'],
    [{ level: 'empty', enabled: false }, ''],
  ])('get_credit warns of %j', async (change, errors) => {
    director.on('getCredit', () => ({ ...credit, ...change }));
    expect(await run(director, 'user get_credit')).toEqual({ status: 0, out: '4\n', errors });
  });

  test('get_credit_history is a table, numbers to the right', async () => {
    const entry = { id: 1, time: created, aid: null, sid: null, vmid: null, by: null };
    director.on('listCreditHistory', () => [
      { ...entry, change: -1, balance: 49, kind: 'charge', text: 'Manager' },
      { ...entry, change: 50, balance: 50, kind: 'initial', text: 'To begin with' },
    ]);
    const time = localTime(created);
    expect((await run(director, 'user get_credit_history')).out).toBe(
      'time                change balance text         \n' +
        '------------------------------------------------\n' +
        `${time}     -1      49 Manager      \n` +
        `${time}     50      50 To begin with\n`,
    );
  });
});

describe('user add_credit and list', () => {
  beforeEach(() =>
    director.on('addCredit', ({ params, body }) => ({
      enabled: true,
      balance: Number(params.uid) + (body as { change: number }).change,
      instances: 0,
      nextCharge: null,
      runsOut: null,
      level: 'plenty',
    })),
  );

  test.each([
    ['100', "Credit added successfully to user 'bob', the new credit is 102.\n"],
    ['-1', "Credit added successfully to user 'bob', the new credit is 1.\n"],
  ])('add_credit bob %s', async (credit, text) => {
    expect(await run(director, `user add_credit bob ${credit}`)).toEqual(done(text));
  });

  test('add_credit does not know everybody, nor take half a credit', async () => {
    expect(await run(director, 'user add_credit eve 1')).toEqual(failed("ERROR: Unknown user name 'eve'\n"));
    expect(await run(director, 'user add_credit bob 1.5')).toMatchObject({ status: 2 });
  });

  test('list prints names, one per line, with --credit a TAB and the credit behind each', async () => {
    expect(await run(director, 'user list')).toEqual(done('ann\nbob\n'));
    expect(await run(director, 'user list --credit')).toEqual(done('ann\t50\nbob\t7\n'));
  });
});

describe('accounts', () => {
  test('passwd asks for the old password and twice for the new one', async () => {
    director.on('changePassword', () => undefined);
    const outcome = await run(director, 'user passwd', { answer: '', secrets: ['old', 'new-one-1', 'new-one-1'] });
    expect(outcome).toEqual({
      status: 0,
      out: 'Password changed successfully.\n',
      errors: 'Enter your password: Password: Retype password: ',
    });
    expect(bodyOf('changePassword')).toEqual({ currentPassword: 'old', newPassword: 'new-one-1' });
  });

  test('passwd asks who has no password yet for the new one only', async () => {
    director.on('getProfile', () => aUser({ hasPassword: false }));
    director.on('changePassword', () => undefined);
    expect((await run(director, 'user passwd', { secrets: ['new-one-1'] })).status).toBe(0);
    expect(bodyOf('changePassword')).toEqual({ newPassword: 'new-one-1' });
  });

  test('administrators set passwords, let users in, keep them out and delete them', async () => {
    director.on('setUserPassword', () => undefined);
    director.on('updateUser', ({ body }) => aUser(body as object));
    director.on('deleteUser', () => undefined);
    expect(await run(director, 'user set_password bob', { secrets: ['new-one-1'] })).toEqual(
      done("Password of user 'bob' changed successfully.\n"),
    );
    expect(await run(director, 'user disable bob')).toEqual(done("User 'bob' has been disabled.\n"));
    expect(await run(director, 'user enable bob')).toEqual(done("User 'bob' has been enabled.\n"));
    expect((await run(director, 'user delete bob', { answer: 'n' })).errors).toBe(
      "Delete user 'bob' and revoke their certificates? [y/N] " +
        'ERROR: Nothing was done: the question was not answered with yes.\n',
    );
    expect(await run(director, 'user delete bob')).toEqual(done("User 'bob' has been deleted.\n"));
    expect(director.calls.filter(({ name }) => name === 'deleteUser').map(({ input }) => input.params)).toEqual([
      { uid: '2' },
    ]);
  });

  test('sessions and certificates are listed in tables and ended by their ids', async () => {
    const time = localTime(created);
    const session = { created, lastSeen: created, expires: created, address: '127.0.0.1', current: false };
    director.on('listSessions', () => [{ ...session, id: 's1', browser: 'Firefox' }]);
    director.on('endSession', () => undefined);
    expect((await run(director, 'user list_sessions')).out).toBe(
      'id created             last_seen           address   browser\n' +
        '------------------------------------------------------------\n' +
        `s1 ${time} ${time} 127.0.0.1 Firefox\n`,
    );
    expect(await run(director, 'user end_session s1')).toEqual(done("Session 's1' has been ended.\n"));
    const certificate = { serial: 'AB', kind: 'user', uid: 1, aid: null, issued: created, notAfter: created };
    director.on('listCertificates', () => [{ ...certificate, revoked: null }]);
    director.on('revokeCertificate', () => ({ ...certificate, revoked: created }));
    expect((await run(director, 'user list_certificates')).out).toBe(
      'serial kind aid  issued              expires             revoked\n' +
        '----------------------------------------------------------------\n' +
        `AB     user None ${time} ${time} None   \n`,
    );
    expect(await run(director, 'user revoke_certificate AB')).toEqual(done("Certificate 'AB' has been revoked.\n"));
  });
});

describe('changing accounts', () => {
  test('edit sends what the options say, as administrator', async () => {
    director.on('updateUser', ({ body }) => aUser({ uid: 2, username: 'bob', ...(body as object) }));
    expect(await run(director, 'user edit bob --fname Bob --role administrator')).toEqual(
      done("User 'bob' has been changed.\n"),
    );
    expect(director.calls.find(({ name }) => name === 'updateUser')?.input).toMatchObject({
      params: { uid: '2' },
      body: { firstName: 'Bob', role: 'administrator' },
    });
  });

  test('edit knows two roles', async () => {
    const outcome = await run(director, 'user edit bob --role king');
    expect(outcome).toMatchObject({ status: 2, out: '' });
    expect(outcome.errors).toContain('administrator');
  });

  test('set_config changes the own profile', async () => {
    director.on('updateProfile', ({ body }) => aUser(body as object));
    expect(await run(director, 'user set_config --email new@example.org')).toEqual(
      done('Profile changed successfully.\n'),
    );
    expect(bodyOf('updateProfile')).toEqual({ email: 'new@example.org' });
  });

  test.each(['user edit bob', 'user set_config'])('%s without an option changes nothing', async (words) => {
    expect(await run(director, words)).toEqual(failed('ERROR: No option says what to change.\n'));
  });
});

describe('user get_pkcs12', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cps-pkcs12-'));
    director.on('issueCertificate', () => 'a secret');
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('writes a file for its owner only, behind the passphrase that was typed', async () => {
    const file = join(folder, 'me.p12');
    expect(await run(director, `user get_pkcs12 ${file}`, { secrets: ['long enough'] })).toEqual(
      done(`File '${file}' written.\n`),
    );
    expect(bodyOf('issueCertificate')).toEqual({ format: 'pkcs12', passphrase: 'long enough' });
    expect(await readFile(file, 'utf8')).toBe('a secret');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('replaces no file, and leaves none where the Director refuses', async () => {
    const file = join(folder, 'me.p12');
    await writeFile(file, 'mine');
    expect((await run(director, `user get_pkcs12 ${file}`, { secrets: ['long enough'] })).status).toBe(1);
    expect(await readFile(file, 'utf8')).toBe('mine');
    director.on('issueCertificate', () => {
      throw new ConpaasError('INVALID_INPUT', { problem: 'passphrase: too short' });
    });
    const other = join(folder, 'other.p12');
    expect((await run(director, `user get_pkcs12 ${other}`, { secrets: ['short'] })).status).toBe(1);
    await expect(stat(other)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
