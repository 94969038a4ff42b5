import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { OfferedFiles } from '../../../director/legacy/offered-files.ts';

describe('an offered file', () => {
  it('is found by its id alone, as often as it is wanted', async () => {
    const files = new OfferedFiles();
    const id = files.offer(async () => Readable.from(['hello']));
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    for (let time = 0; time < 2; time++)
      expect(await text((await files.find(id)?.()) ?? Readable.from([]))).toBe('hello');
    expect(files.find(id.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).toBeUndefined();
  });

  it('is gone after a quarter of an hour', () => {
    let now = 0;
    const files = new OfferedFiles(() => now);
    const id = files.offer(async () => Readable.from([]));
    now = 15 * 60_000 - 1;
    expect(files.find(id)).toBeDefined();
    now += 1;
    expect(files.find(id)).toBeUndefined();
  });

  it('makes room for later ones', () => {
    const files = new OfferedFiles(() => 0);
    const [first = '', second = ''] = Array.from({ length: 1001 }, () => files.offer(async () => Readable.from([])));
    expect(files.find(first)).toBeUndefined();
    expect(files.find(second)).toBeDefined();
  });
});
