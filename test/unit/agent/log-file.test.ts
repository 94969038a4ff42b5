import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lastLine, readLog } from '../../../director/agent/servers/log-file.ts';
import { rotate } from '../../../director/agent/servers/log-rotation.ts';
import { temporaryFolder } from '../../peers/temporary-folder.ts';

async function logWith(text: string): Promise<string> {
  const file = join(await temporaryFolder(), 'x.log');
  await writeFile(file, text);
  return file;
}

describe('reading a log', () => {
  test('a log that is not there yet is empty', async () => {
    expect(await readLog('/nowhere/x.log', {})).toEqual({ log: '', size: 0 });
  });

  test('a tail is the last bytes, without a character cut in two', async () => {
    const file = await logWith('one\ntwo €\n');
    expect(await readLog(file, { tail: 4 })).toEqual({ log: '€\n', size: 12 });
    expect(await readLog(file, { tail: 3 })).toEqual({ log: '\n', size: 12 });
  });

  test('an offset gives what was added since, and the place to go on', async () => {
    const file = await logWith('one\n');
    const { size } = await readLog(file, {});
    await appendFile(file, 'two\n');
    expect(await readLog(file, { offset: size })).toEqual({ log: 'two\n', size: 8 });
    expect(await readLog(file, { offset: 8 })).toEqual({ log: '', size: 8 });
  });

  test('a character that is not written to its end yet is left for the next time', async () => {
    const file = await logWith('a');
    await appendFile(file, Buffer.from([0xe2, 0x82]));
    expect(await readLog(file, {})).toEqual({ log: 'a', size: 1 });
    await appendFile(file, Buffer.from([0xac]));
    expect(await readLog(file, { offset: 1 })).toEqual({ log: '€', size: 4 });
  });

  test('a log that has become shorter is read from its start', async () => {
    const file = await logWith('new\n');
    expect(await readLog(file, { offset: 1000 })).toEqual({ log: 'new\n', size: 4 });
  });

  test('the last line is the last one with text', async () => {
    expect(lastLine(await logWith('a\nport is taken\n\n'))).toBe('port is taken');
    expect(lastLine('/nowhere')).toBe('');
  });
});

describe('rotation', () => {
  test('a log above the limit is put aside and emptied in place, so that who appends to it goes on', async () => {
    const file = await logWith('x'.repeat(100));
    await rotate(file, 100);
    expect((await readLog(file, {})).size).toBe(100);
    await appendFile(file, 'y');
    await rotate(file, 100);
    expect(await readLog(file, {})).toEqual({ log: '', size: 0 });
    expect((await readLog(`${file}.1`, {})).size).toBe(101);
  });

  test('a log that does not exist is no problem', async () => {
    await expect(rotate('/nowhere/x.log')).resolves.toBeUndefined();
  });
});
