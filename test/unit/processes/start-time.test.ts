import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { darwinMarked, darwinProcesses, darwinStartTimes } from '../../../director/processes/darwin.ts';
import { linuxStartedAfter } from '../../../director/processes/linux.ts';
import { aliveAmong, isAlive, processStartTime } from '../../../director/processes/start-time.ts';
import { windowsProcesses, windowsStartTimes } from '../../../director/processes/windows.ts';

describe('the start time of a process', () => {
  it('stays the same while the process runs', () => {
    expect(processStartTime(process.pid)).not.toBeNull();
    expect(processStartTime(process.pid)).toBe(processStartTime(process.pid));
  });

  it('is null for a pid that nobody has and for what is no pid', async () => {
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(child, 'exit');
    for (const pid of [child.pid ?? 0, 0, -1, 1.5]) expect(processStartTime(pid)).toBeNull();
  });

  it('tells another process with the same pid apart', async () => {
    const identity = { pid: process.pid, startTime: processStartTime(process.pid) ?? '' };
    const stranger = { pid: process.pid, startTime: 'another time' };
    expect(isAlive(identity)).toBe(true);
    expect(isAlive(stranger)).toBe(false);
    expect(await aliveAmong([identity, stranger])).toEqual([identity]);
  });

  it.runIf(process.platform === 'linux')(
    'is null for a process that ended and that its parent does not ask about',
    async () => {
      const commands = 'exec 3<&0; cat <&3 & echo $!; exec sleep 60 3<&- < /dev/null';
      const parent = spawn('sh', ['-c', commands], { stdio: ['pipe', 'pipe', 'ignore'] });
      try {
        const [line] = await once(parent.stdout, 'data');
        // A shell would ask about its child; what it has become does not.
        await expect.poll(() => readFile(`/proc/${parent.pid}/comm`, 'latin1')).toBe('sleep\n');
        parent.stdin.end();
        await expect.poll(() => processStartTime(Number(line))).toBeNull();
        expect(() => process.kill(Number(line), 0), 'the zombie still has its entry').not.toThrow();
      } finally {
        parent.kill('SIGKILL');
      }
    },
  );
});

describe('order of start times on Linux', () => {
  it('holds within one run of the computer only', () => {
    expect(linuxStartedAfter('100@boot', '100@boot')).toBe(true);
    expect(linuxStartedAfter('99@boot', '100@boot')).toBe(true);
    expect(linuxStartedAfter('100@boot', '99@boot')).toBe(false);
    expect(linuxStartedAfter('99@boot', '100@other')).toBe(false);
    expect(linuxStartedAfter('', '')).toBe(false);
  });
});

describe('what ps prints on macOS', () => {
  const start = 'Sun Nov  2 16:39:23 2026';

  it('gives start times, without zombies', () => {
    const text = `  501 Ss   ${start}\n  502 Z    ${start}\n\n`;
    expect([...darwinStartTimes.parse(text)]).toEqual([[501, start]]);
  });

  it('gives all processes with parent and group', () => {
    const [entry, ...others] = darwinProcesses.parse(`    1     0     1 Ss   ${start}    \n    9 1 9 Z+ ${start}\n`);
    expect(entry).toMatchObject({ pid: 1, parent: 0, group: 1, startTime: start });
    expect(others).toEqual([]);
  });

  it('finds a mark as a whole entry of the environment', () => {
    const text = '  10 node x MARK=1a HOME=/\n  11 node MARK=1ab\n  12 node NOMARK=1a\n  13 node MARK=1a\n';
    expect([...darwinMarked.parse(text, 'MARK=1a')]).toEqual([10, 13]);
  });
});

describe('what PowerShell prints on Windows', () => {
  const text = '4 0 639000000000000000\r\n812 4 639000000100000000\r\nsomething else\r\n';

  it('gives start times and parents', () => {
    expect([...windowsStartTimes.parse(text)]).toEqual([
      [4, '639000000000000000'],
      [812, '639000000100000000'],
    ]);
    expect(windowsProcesses.parse(text)[1]).toMatchObject({ pid: 812, parent: 4, group: 812 });
  });

  it('asks for all pids at once', () => {
    expect(windowsStartTimes.command([1, 2]).join(' ')).toContain("'ProcessId=1 OR ProcessId=2'");
  });
});
