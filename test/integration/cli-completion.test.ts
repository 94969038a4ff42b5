import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openAuthority } from '../../director/certificates/authority.ts';
import { completionScripts } from '../../director/cli/completion/scripts.ts';
import { peers } from '../peers.ts';
import { anApplication, aRunningApplication } from '../unit/cli/in-memory-director.ts';
import { FakeDirector } from './cli-fake-director.ts';

let folder: string;
let home: string;
let director: FakeDirector;
let environment: NodeJS.ProcessEnv;

/** Programs by their names, as npm installs them. */
async function layPrograms(): Promise<string> {
  const place = join(folder, 'bin');
  await mkdir(place);
  for (const [name, group] of [
    ['cps-tools', ''],
    ['cps-php', ' --group=php'],
  ]) {
    const file = join(place, name ?? '');
    await writeFile(file, `#!/bin/sh\nexec '${process.execPath}' '${resolve('director/cli/main.ts')}'${group} "$@"\n`);
    await chmod(file, 0o755);
  }
  return place;
}

async function layCertificates(authority: Awaited<ReturnType<typeof openAuthority>>): Promise<void> {
  const { cert, key, ca } = await authority.issue({ kind: 'user', uid: 1, commonName: 'me', email: 'me@localhost' });
  await mkdir(join(home, '.conpaas'));
  for (const [name, pem] of [
    ['cert.pem', cert],
    ['key.pem', key],
    ['ca_cert.pem', ca],
  ] as const)
    await writeFile(join(home, '.conpaas', name), pem);
  await writeFile(join(home, '.conpaas', 'cps-tools.conf'), `[cps-tools]\ndirector_url = ${director.url}\n`);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cps-completion-'));
  home = join(folder, 'home');
  await mkdir(home);
  const authority = await openAuthority(join(folder, 'authority'));
  director = new FakeDirector(
    await authority.issue({ kind: 'director', commonName: 'localhost', addresses: ['127.0.0.1'] }),
  );
  director.applications = [anApplication({ name: 'New Application' }), aRunningApplication({ aid: 2, name: 'shop' })];
  await director.start();
  await layCertificates(authority);
  const path = `${await layPrograms()}:${process.env.PATH}`;
  environment = { PATH: path, HOME: home, XDG_CACHE_HOME: join(folder, 'cache'), TERM: 'dumb' };
  for (const [shell, script] of Object.entries(completionScripts)) await writeFile(join(folder, shell), script);
  await writeFile(join(home, 'site.zip'), '');
});
afterAll(async () => {
  await director.stop();
  await rm(folder, { recursive: true });
});

async function ask(shell: string, script: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(shell, ['-c', script], { env: environment, cwd: home });
  return stdout.split('\n').filter(Boolean);
}
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

describe.runIf(peers('fish'))('completion in fish', () => {
  const complete = async (line: string) =>
    (await ask('fish', `source ${folder}/fish; complete -C ${quoted(line)}`)).map((each) => each.split('\t')[0]);

  test.each([
    ['cps-tools app', ['application']],
    ['cps-php upl', ['upload_code', 'upload_key']],
    ['cps-tools application start ', ['New Application', 'shop']],
    ['cps-tools application manifest si', ['site.zip']],
    ['cps-php debug "New Application" x ', ['off', 'on']],
  ])('%s', async (line, expected) => {
    expect((await complete(line)).toSorted()).toEqual(expected);
  });
});

/** A shell at a terminal of its own (of util-linux's `script`), to which keys are sent. */
class InteractiveShell {
  readonly #child: ChildProcess;
  #shown = '';
  #changed = new AbortController();

  constructor(command: string) {
    this.#child = spawn('script', ['-qec', command, '/dev/null'], { env: environment, cwd: home });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#shown += text;
      this.#changed.abort();
      this.#changed = new AbortController();
    });
  }

  /** Sends keys once the terminal shows what is waited for; what was shown before does not count again. */
  async type(keys: string, shown: string): Promise<void> {
    while (!this.#shown.includes(shown)) await once(this.#changed.signal, 'abort');
    this.#shown = '';
    this.#child.stdin?.write(keys);
  }

  async waitFor(pattern: RegExp): Promise<string> {
    for (;;) {
      const [found] = pattern.exec(this.#shown) ?? [];
      if (found !== undefined) return found;
      await once(this.#changed.signal, 'abort');
    }
  }

  async end(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await closed;
  }
}

const prompt = 'ready> ';
/** Each shell without anybody's configuration, and how it reads the script. The prompt is not in what is typed. */
const shells = {
  bash: {
    command: 'bash --norc --noprofile',
    prepare: `bind 'set enable-bracketed-paste off'; source ${'FOLDER'}/bash; PS1='rea''dy> '\r`,
  },
  zsh: {
    command: 'zsh -f',
    prepare: `unsetopt zle_bracketed_paste prompt_cr prompt_sp; autoload -Uz compinit; compinit -u -D; source ${'FOLDER'}/zsh; PS1='rea''dy> '\r`,
  },
} as const;

describe.each(['bash', 'zsh'] as const)('completion in %s', (name) => {
  const can = peers(name, 'script');
  let shell: InteractiveShell;
  beforeEach(async () => {
    if (!can) return;
    shell = new InteractiveShell(shells[name].command);
    await shell.type(shells[name].prepare.replace('FOLDER', folder), '');
  });
  afterEach(async () => {
    if (can) await shell.end();
  });

  test.runIf(can).each([
    // The line as it was typed up to the TAB key, and what the program is called with in the end.
    ['a group', 'cps-tools app', 'cps-tools application'],
    ['a command of a short program', 'cps-php upload_k', 'cps-php upload_key'],
    ['an option', 'cps-tools application start --timeo', 'cps-tools application start --timeout'],
    ['a name of the Director', 'cps-tools application start sh', 'cps-tools application start shop'],
    ['a name with a space', 'cps-tools application start N', 'cps-tools application start New Application'],
    ['a file', 'cps-tools application manifest sit', 'cps-tools application manifest site.zip'],
  ])('%s', async (_what, typed, words) => {
    // The words are shown by a function in the program's place: what counts is what the shell makes of the line.
    await shell.type(`${typed}\t`, prompt);
    await shell.type('\u0001printf "<%s>" \r', words.slice(-3));
    const list = words.startsWith('cps-tools application start New')
      ? ['cps-tools', 'application', 'start', 'New Application']
      : words.split(' ');
    const expected = list.map((word) => `<${word}>`).join('');
    expect(await shell.waitFor(new RegExp(`${expected.replace(/[.]/g, '\\.')}`))).toBe(expected);
  });
});
