import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  findRunningDirector,
  removeRuntimeFile,
  writeRuntimeFile,
} from '../../../director/installation/runtime-file.ts';
import { processStartTime } from '../../../director/processes/start-time.ts';

const about = { uiUrl: 'http://127.0.0.1:4747', apiUrl: 'https://127.0.0.1:5555', version: '1.2.3' };
let directory: string;
const file = () => join(directory, 'director.json');
const change = (changes: object) =>
  writeFileSync(file(), JSON.stringify({ ...JSON.parse(readFileSync(file(), 'utf8')), ...changes }));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'conpaas-runtime-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('the runtime file', () => {
  test('leads to the running Director', () => {
    writeRuntimeFile(directory, about);
    const identity = { pid: process.pid, startTime: processStartTime(process.pid) };
    expect(findRunningDirector(directory)).toEqual({ ...identity, ...about });
    expect(readdirSync(directory)).toEqual(['director.json']);
  });

  test.skipIf(process.platform === 'win32')('is for the owner only', () => {
    writeRuntimeFile(directory, about);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  test('leads nowhere when it was never written, or not by us', () => {
    expect(findRunningDirector(directory)).toBeUndefined();
    writeFileSync(file(), '{"pid": 1}');
    expect(findRunningDirector(directory)).toBeUndefined();
  });

  test('leads nowhere when another process has the pid of a killed Director', () => {
    writeRuntimeFile(directory, about);
    change({ startTime: 'long ago' });
    expect(findRunningDirector(directory)).toBeUndefined();
  });

  test('is removed by the process that wrote it, and by no other', () => {
    writeRuntimeFile(directory, about);
    change({ pid: process.ppid });
    removeRuntimeFile(directory);
    expect(readdirSync(directory)).toEqual(['director.json']);
    change({ pid: process.pid });
    removeRuntimeFile(directory);
    expect(readdirSync(directory)).toEqual([]);
  });
});
