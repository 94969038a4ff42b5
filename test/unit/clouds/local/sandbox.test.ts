import { describe, expect, it } from 'vitest';
import { countsProcessesOfSandbox } from '../../../../director/clouds/local/program-command.ts';
import { commonFolder, type SandboxView, sandboxArguments } from '../../../../director/clouds/local/sandbox.ts';
import { Turns } from '../../../../director/operations/turns.ts';

const view: SandboxView = {
  readOnly: [],
  writable: ['/data/instances/x/data'],
  temporary: '/data/instances/x/tmp',
  hidden: [],
  workingDirectory: '/data/instances/x/data',
  accounts: { passwd: '/data/instances/x/passwd', group: '/data/instances/x/group' },
};
const argumentsWith = (others: Partial<SandboxView>) => sandboxArguments({ ...view, ...others }).join(' ');

describe.skipIf(process.platform === 'win32')('the arguments of a sandbox', () => {
  it('let it outlive who started it and share the network', () => {
    expect(argumentsWith({})).not.toMatch(/--die-with-parent|--unshare-net|--unshare-all/);
  });

  it('bind a folder inside another one only once, and nothing of /usr again', () => {
    const readOnly = ['/opt/app', '/opt/app/node_modules', '/opt/application', '/usr/bin/node'];
    const bound = argumentsWith({ readOnly });
    expect(bound).toContain('--ro-bind /opt/app /opt/app --ro-bind /opt/application /opt/application');
    expect(bound).not.toContain('/opt/app/node_modules');
    expect(bound).not.toContain('/usr/bin/node');
  });

  it('hide what lies inside a folder that is shown, before the own folders of the instance are bound', () => {
    const shown = argumentsWith({ readOnly: ['/data'], hidden: ['/data/instances', '/elsewhere'] });
    expect(shown).toMatch(/--ro-bind \/data \/data .*--tmpfs \/data\/instances .*--bind \/data\/instances\/x\/data /);
    expect(shown).not.toContain('/elsewhere');
  });

  it('do not hide the whole of a folder that is shown', () => {
    expect(argumentsWith({ readOnly: ['/data'], hidden: ['/data'] })).not.toContain('--tmpfs');
  });
});

describe.skipIf(process.platform === 'win32')('the closest folder of two', () => {
  it.each([
    ['/data/instances', '/data/storage', '/data'],
    ['/data/a/instances', '/data/storage', '/data'],
    ['/a', '/b', '/'],
  ])('%s and %s: %s', (first, second, common) => {
    expect(commonFolder(first, second)).toBe(common);
  });
});

describe('whether the kernel counts the processes of a sandbox on their own', () => {
  it.runIf(process.platform === 'linux')('depends on its version and on who asks', () => {
    expect(countsProcessesOfSandbox('5.14.0-1-amd64', 1000)).toBe(true);
    expect(countsProcessesOfSandbox('6.1.0', 1000)).toBe(true);
    expect(countsProcessesOfSandbox('5.13.19', 1000)).toBe(false);
    expect(countsProcessesOfSandbox('4.19.0', 1000)).toBe(false);
    expect(countsProcessesOfSandbox('6.1.0', 0)).toBe(false);
  });
});

describe('turns', () => {
  it('run one after the other for one key, also after a failure, and side by side for different ones', async () => {
    const turns = new Turns();
    const { promise, resolve } = Promise.withResolvers<void>();
    const done: string[] = [];
    const first = turns.run('a', async () => {
      await promise;
      done.push('first');
      throw new Error('failed');
    });
    const second = turns.run('a', async () => done.push('second'));
    await turns.run('b', async () => done.push('other'));
    expect(done).toEqual(['other']);
    resolve();
    await expect(first).rejects.toThrow('failed');
    await second;
    expect(done).toEqual(['other', 'first', 'second']);
  });
});
