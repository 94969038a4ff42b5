import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openAuthority } from '../../director/certificates/authority.ts';
import { createDirector, type Director, type RunningDirector } from '../../director/director.ts';
import { FakeDirector } from './cli-fake-director.ts';

const program = resolve('director/cli/main.ts');
const password = 'correct horse';
let folder: string;
let home: string;
let director: Director;
let running: RunningDirector;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cps-accounts-'));
  director = createDirector({
    dataDirectory: join(folder, 'data'),
    uiPort: 0,
    apiPort: 0,
    local: { isolation: 'none', privilegedPorts: 'never' },
  });
  running = await director.start();
});
afterAll(async () => {
  await director.stop('stop');
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  home = await mkdtemp(join(folder, 'home-'));
});
afterEach(() => rm(home, { recursive: true }));

interface Outcome {
  status: number;
  out: string;
  errors: string;
}

interface Surroundings {
  input?: string;
  environment?: object;
  /** Whether the input goes on behind that. */
  open?: boolean;
}

/** Runs the real program with lines as its input. */
async function cps(words: string, { input = '', environment = {}, open = false }: Surroundings = {}) {
  const child = spawn(process.execPath, [program, ...words.split(' ')], {
    cwd: home,
    env: { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: join(folder, 'cache'), ...environment },
  });
  child.stdin.on('error', () => undefined).write(input);
  if (!open) child.stdin.end();
  const [out, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status, out, errors } as Outcome;
}
const here = (words: string, options = {}) => cps(`--data-dir ${join(folder, 'data')} ${words}`, options);
const there = (words: string, options = {}) => cps(`--director_url ${running.apiUrl} ${words}`, options);
const done = (out: string) => ({ status: 0, out, errors: '' });
const failed = (errors: string) => ({ status: 1, out: '', errors });

const fingerprint = async () =>
  /^ca fingerprint: (.*)$/m.exec((await here('director status')).out)?.[1] ?? 'no fingerprint';

describe('an account', () => {
  test('is made on the machine of the Director, gets its certificate elsewhere, and is given credits', async () => {
    expect(
      await here('user create ann --email ann@example.org --fname Ann --credit 5', { input: `${password}\n` }),
    ).toEqual(done("User 'ann' created successfully.\n"));

    const words = `--username ann user get_certificate --ca-fingerprint ${await fingerprint()}`;
    expect(await there(words, { input: 'wrong\n' })).toEqual(failed('ERROR: User authentication failed\n'));
    expect(await readdir(home)).toEqual([]);
    expect(await there(words, { input: `${password}\n` })).toEqual(done('User certificates installed successfully.\n'));

    const configuration = await there('user get_config');
    expect(configuration.out).toMatch(
      /^uid: \d+\nusername: ann\nfname: Ann\nlname: \nemail: ann@example\.org\naffiliation: \ncredit: 5\ncreated: .+\nrole: user\n$/,
    );
    expect(await here('user add_credit ann 37')).toEqual(
      done("Credit added successfully to user 'ann', the new credit is 42.\n"),
    );
    expect(await here('user add_credit ann -2')).toEqual(
      done("Credit added successfully to user 'ann', the new credit is 40.\n"),
    );
    expect(await there('user get_credit')).toEqual(done('40\n'));
    expect((await here('user list --credit')).out.split('\n')).toContain('ann\t40');
    expect(await there('user list')).toEqual(failed('ERROR: Only an administrator may do this.\n'));
  });

  test('changes its password, and the old one is of no use any more', async () => {
    await here('user create bob --email bob@example.org', { input: `${password}\n` });
    const words = '--username bob user get_certificate --yes';
    const environment = { CONPAAS_PASSWORD: password };
    expect(await there(words, { environment })).toMatchObject({ status: 0 });
    expect(await there('user passwd', { input: `${password}\nanother horse\n` })).toEqual(
      done('Password changed successfully.\n'),
    );
    expect(await there(words, { environment })).toEqual(failed('ERROR: User authentication failed\n'));
    expect(await there(words, { input: 'another horse\n' })).toMatchObject({ status: 0 });
  });

  test('is made without waiting for the end of an input that goes on', async () => {
    expect(await here('user create gil --email gil@example.org', { input: `${password}\n`, open: true })).toEqual(
      done("User 'gil' created successfully.\n"),
    );
  });

  test('revokes its certificate, which opens nothing after that', async () => {
    await here('user create eve --email eve@example.org', { input: `${password}\n` });
    await there('--username eve user get_certificate --yes', { input: `${password}\n` });
    const [certificate] = JSON.parse((await there('--json user list_certificates')).out) as { serial: string }[];
    const serial = certificate?.serial ?? '';
    expect(await there(`user revoke_certificate ${serial}`)).toEqual(
      done(`Certificate '${serial}' has been revoked.\n`),
    );
    expect(await there('application list')).toEqual(failed(`ERROR: The certificate ${serial} was revoked.\n`));
  });

  test('is not made twice, nor by who registers where that is not allowed', async () => {
    await here('user create dan --email dan@example.org', { input: `${password}\n` });
    expect(await here('user create dan --email other@example.org', { input: `${password}\n` })).toEqual(
      failed("ERROR: Username 'dan' is already taken\n"),
    );
    const words = 'user create_free fay --yes --email fay@example.org';
    expect((await there(words, { input: `${password}\n` })).status).toBe(1);
    expect(await here('director set_settings registration=true')).toEqual(done('registration: True\n'));
    expect(await there(words, { input: `${password}\n` })).toEqual(done("User 'fay' created successfully.\n"));
    expect((await here('user list')).out.split('\n')).toEqual(expect.arrayContaining(['dan', 'fay']));
  });
});

describe('the first contact', () => {
  test('sends nothing to a Director whose CA nobody vouches for, and tells its fingerprint', async () => {
    expect(await there('--username ann user get_certificate', { input: `${password}\n` })).toEqual(
      failed(
        `ERROR: The CA of the director at ${running.apiUrl} is not known on this computer, so nothing was sent to it.\n` +
          `Its SHA-256 fingerprint is ${await fingerprint()}.\n`,
      ),
    );
  });

  test('sends no password to a server that only shows the certificate of the trusted CA', async () => {
    const authority = await readFile(join(folder, 'data', 'certificates', 'ca_cert.pem'), 'utf8');
    const foreign = await openAuthority(join(folder, 'foreign'));
    const impostor = new FakeDirector(
      await foreign.issue({ kind: 'director', commonName: 'localhost', addresses: [] }),
    );
    impostor.on('getAuthority', () => authority);
    impostor.on('issueCertificateByPassword', () => '');
    await impostor.start();
    const words = `--username ann user get_certificate --ca-fingerprint ${await fingerprint()}`;
    const outcome = await cps(`--director_url ${impostor.url} ${words}`, { input: `${password}\n` });
    await impostor.stop();
    expect(outcome.status).toBe(1);
    expect(outcome.errors).toMatch(/^ERROR: The ConPaaS director's SSL certificate failed verification\.\n/);
    expect(impostor.calls.map(({ name }) => name)).toEqual(['getAuthority']);
  });

  test('needs neither fingerprint nor name on the computer of the Director', async () => {
    expect(await here('user get_certificate')).toEqual(done('User certificates installed successfully.\n'));
    expect((await there('user get_config')).out).toContain('role: administrator\n');
  });
});

describe('a manifest', () => {
  test('becomes an application, which is exported again and whose resources are listed', async () => {
    await here('user get_certificate');
    const manifest = { Application: 'shop', Services: [{ Type: 'php', ServiceName: 'front', Start: 0 }] };
    await writeFile(join(home, 'shop.json'), JSON.stringify(manifest));
    expect(await there('application manifest shop.json --check')).toEqual(
      done('Application: shop\nCloud: local\nServices:\n\tfront (php): not started\nInstances: 1\n'),
    );
    const deployed = await there('application manifest shop.json');
    expect(deployed).toMatchObject({ status: 0, errors: '' });
    expect(deployed.out).toMatch(
      /^Application \d+ is being created based on the specified manifest\.\.\. {2}done\.\n$/,
    );
    expect(JSON.parse((await there('application get_manifest shop')).out)).toMatchObject(manifest);
    expect((await there('cloud list_resources')).out).toMatch(
      /^rid app_id vmid +ip +role +cloud\n-+\n +\d+ +\d+ \w+ [\d.]+ +manager local\n$/,
    );
    expect((await there('application manifest shop.json')).out).toMatch(/done\.\n$/);
    expect((await there('application list')).out).toContain('shop (2)');
  });

  test('finds a Director that works', async () => {
    const { out, errors } = await here('director check');
    expect(out).toMatch(/^OK: .+: /m);
    expect(errors).toMatch(/^$|^ERROR: \d+ of \d+ checks failed\.\n$/);
  });
});
