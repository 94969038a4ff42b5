import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockDirectory } from '../../../director/installation/lock.ts';
import { processStartTime } from '../../../director/processes/start-time.ts';

interface Holder {
  child: ChildProcessByStdio<Writable, Readable, null>;
  /** What it says when it was told to take the lock, or to give it back. */
  tell(what: 'lock' | 'release'): Promise<string>;
  kill(): Promise<void>;
}

let directory: string;
let holders: Holder[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'conpaas-lock-'));
  holders = [];
});
afterEach(async () => {
  await Promise.all(holders.map((holder) => holder.kill()));
  rmSync(directory, { recursive: true });
});

async function holder(program = 'the window'): Promise<Holder> {
  const script = join(import.meta.dirname, 'lock-holder.child.ts');
  const child = spawn(process.execPath, [script, directory, program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async () => String((await lines.next()).value);
  const made: Holder = {
    child,
    tell(what) {
      child.stdin.write(`${what}\n`);
      return line();
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
  holders.push(made);
  expect(await line()).toBe('ready');
  return made;
}

const lockFile = () => join(directory, 'director.lock');
const content = () => JSON.parse(readFileSync(lockFile(), 'utf8')) as Record<string, unknown>;
const lock = () => lockDirectory(directory, { program: 'vitest' });

describe('the lock of a data folder', () => {
  test('tells pid, start time and program of its owner, and is gone after its release', () => {
    const held = lock();
    expect(content()).toEqual({ pid: process.pid, startTime: processStartTime(process.pid), program: 'vitest' });
    held.release();
    held.release();
    expect(readdirSync(directory)).toEqual([]);
  });

  test('refuses a second Director, naming process and program of the first', async () => {
    const first = await holder('npm run serve');
    expect(await first.tell('lock')).toBe('locked');
    expect(lock).toThrow(
      expect.objectContaining({
        code: 'DIRECTOR_RUNNING',
        message: `Another Director (process ${first.child.pid}, npm run serve) uses the folder ${directory}.`,
      }),
    );
    expect(content()).toMatchObject({ pid: first.child.pid });
  });

  test('is taken over from a Director that was killed', async () => {
    const first = await holder();
    await first.tell('lock');
    await first.kill();
    const held = lock();
    expect(content()).toMatchObject({ pid: process.pid });
    held.release();
    expect(readdirSync(directory)).toEqual([]);
  });

  test('is taken over when another process has the pid of the dead owner', () => {
    writeFileSync(lockFile(), JSON.stringify({ pid: process.pid, startTime: 'long ago', program: 'vitest' }));
    lock();
    expect(content()).toMatchObject({ startTime: processStartTime(process.pid) });
  });

  test.each(['', '{"pid": 12', '{"pid": "none"}'])('is taken over when a power cut left %j of it', (left) => {
    writeFileSync(lockFile(), left);
    lock();
    expect(content()).toMatchObject({ pid: process.pid });
  });

  test('is taken over although an earlier taking over was cut off', () => {
    const dead = JSON.stringify({ pid: process.pid, startTime: 'long ago', program: 'vitest' });
    writeFileSync(lockFile(), dead);
    writeFileSync(`${lockFile()}.takeover`, dead);
    lock().release();
    expect(readdirSync(directory)).toEqual([]);
  });

  test('is not removed by a release after somebody else got it', () => {
    const held = lock();
    writeFileSync(lockFile(), 'another');
    held.release();
    expect(readFileSync(lockFile(), 'utf8')).toBe('another');
  });

  test('goes to exactly one of many that find a dead owner at the same time', async () => {
    const dead = JSON.stringify({ pid: process.pid, startTime: 'long ago', program: 'vitest' });
    const racers = await Promise.all(Array.from({ length: 4 }, () => holder()));
    for (let round = 0; round < 50; round += 1) {
      writeFileSync(lockFile(), dead);
      const answers = await Promise.all(racers.map((racer) => racer.tell('lock')));
      expect(answers.filter((answer) => answer === 'locked')).toHaveLength(1);
      expect(answers.filter((answer) => answer.startsWith('Another Director (process'))).toHaveLength(3);
      expect(content()).toMatchObject({ pid: racers[answers.indexOf('locked')]?.child.pid });
      await Promise.all(racers.map((racer) => racer.tell('release')));
      expect(readdirSync(directory)).toEqual([]);
    }
  });
});
