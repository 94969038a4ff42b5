import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pack } from '../../director/archives/pack.ts';
import { createDirector, type Director, type RunningDirector } from '../../director/director.ts';
import { FakeComputer, hourMs, minuteMs } from '../unit/credits/fake-computer.ts';
import { ManualClock } from '../unit/operations/manual-clock.ts';

const program = resolve('director/cli/main.ts');
const password = 'correct horse battery';
const computer = new FakeComputer();
const clock = new ManualClock();
let folder: string;
let director: Director;
let running: RunningDirector;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conpaas-newcomer-'));
  const charging = { readClocks: computer.read, clock };
  director = createDirector({ dataDirectory: join(folder, 'data'), uiPort: 0, apiPort: 0, charging });
  running = await director.start();
  await vi.waitUntil(() => clock.pending === 1);
});
afterAll(async () => {
  await director.stop('stop');
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** Runs cps-tools as somebody with a home folder of their own. @returns what it printed; throws what it complained of */
async function cps(who: string, words: string[], input = ''): Promise<string> {
  const home = join(folder, who);
  await mkdir(home, { recursive: true });
  const child = spawn(process.execPath, [program, ...words], {
    cwd: home,
    env: { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: join(folder, 'cache') },
  });
  child.stdin.on('error', () => undefined).end(input);
  const [out, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (status !== 0) throw new Error(errors || out);
  return out;
}
const ann = (words: string, input?: string) =>
  cps('ann', ['--director_url', running.apiUrl, ...words.split(' ')], input);
const owner = (words: string) => cps('owner', ['--data-dir', join(folder, 'data'), ...words.split(' ')]);

/** The hours of what runs are over, and the Director looks. */
function nextHour(): void {
  computer.run(hourMs);
  clock.advance(minuteMs);
}

/** A manifest with the code of its page beside it. */
async function shopManifest(): Promise<string> {
  const site = join(folder, 'site');
  await mkdir(site);
  await writeFile(join(site, 'index.php'), "<?php echo 'Open for ' . getenv('CUSTOMERS');");
  await writeFile(join(folder, 'site.tar'), pack(site));
  const manifest = {
    Application: 'Shop',
    Services: [
      { Type: 'php', ServiceName: 'Pages', Archive: 'site.tar', Environment: { CUSTOMERS: 'everybody' } },
      { Type: 'helloworld', Start: 0 },
    ],
  };
  const file = join(folder, 'shop.json');
  await writeFile(file, JSON.stringify(manifest));
  return file;
}

interface ListedService {
  sid: number;
  type: string;
  state: string;
  url: string | null;
}
const services = async (): Promise<ListedService[]> => JSON.parse(await ann('--json service list -a Shop'));
const page = async () => {
  const url = (await services()).find(({ type }) => type === 'php')?.url;
  return url ? (await fetch(url)).text() : null;
};

describe('somebody new on a Director', () => {
  it('registers and gets certificates', async () => {
    const account = 'user create_free ann --email ann@example.org';
    const trusted = `--ca-fingerprint ${/^ca fingerprint: (.*)$/m.exec(await owner('director status'))?.[1]}`;
    await expect(ann(`${account} ${trusted}`, `${password}\n`)).rejects.toThrow('ERROR: ');
    await owner('director set_settings registration=true newUserCredit=4');
    expect(await ann(`${account} ${trusted}`, `${password}\n`)).toBe("User 'ann' created successfully.\n");
    expect(await ann(`--username ann user get_certificate ${trusted}`, `${password}\n`)).toBe(
      'User certificates installed successfully.\n',
    );
    expect(await ann('user get_credit')).toBe('4\n');
    expect(await ann('application list')).toBe('No existing applications.\n');
  });

  it('makes an application from a manifest, whose page answers', async () => {
    const file = await shopManifest();
    expect(await ann(`application manifest ${file}`)).toMatch(
      /^Application \d+ is being created based on the specified manifest\.\.\. {2}done\.\n$/,
    );
    expect(await page()).toBe('Open for everybody');
    expect((await services()).map(({ type, state }) => [type, state])).toEqual([
      ['php', 'RUNNING'],
      ['helloworld', 'INIT'],
    ]);
    expect(await ann('user get_credit')).toBe('2\n');
  });

  it('is refused more than there are credits for, and stopped when they have run out', async () => {
    nextHour();
    expect(await ann('user get_credit')).toBe('0\n');
    expect(await page()).toBe('Open for everybody');
    await expect(ann('service start Shop 2')).rejects.toThrow('ERROR: Insufficient credits\n');
    nextHour();
    await expect
      .poll(async () => JSON.parse(await ann('--json application list'))[0].state, { timeout: 60_000 })
      .toBe('STOPPED');
    await expect(ann('application start Shop')).rejects.toThrow('Insufficient credits');
  });

  it('goes on with the same page after an administrator gave credits', async () => {
    expect(await owner('user add_credit ann 10')).toBe(
      "Credit added successfully to user 'ann', the new credit is 10.\n",
    );
    expect(await ann('application start Shop')).toMatch(/is starting\.\.\. {2}done\.\n$/);
    expect(await ann('php start Shop Pages')).toMatch(/is starting\.\.\. {2}done\.\n$/);
    expect(await page()).toBe('Open for everybody');
    expect(await ann('user get_credit')).toBe('8\n');
  });

  it('is seen by nobody but the administrators', async () => {
    await owner('user create bob --email bob@example.org --credit 1 --password another-long-one');
    expect(await owner('application list')).toBe('No existing applications.\n');
    expect(await owner('user list --credit')).toContain('ann\t8\n');
  });
});
