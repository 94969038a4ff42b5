import { describe, expect, it } from 'vitest';
import { Turnstile } from '../../../director/users/turnstile.ts';

/** Work that ends when it is told to. */
function works(count: number) {
  const ends = Array.from({ length: count }, () => Promise.withResolvers<void>());
  let inside = 0;
  let most = 0;
  const work = (index: number) => async () => {
    inside += 1;
    most = Math.max(most, inside);
    await ends[index]?.promise;
    inside -= 1;
    return index;
  };
  return { work, end: (index: number) => ends[index]?.resolve(), most: () => most };
}

describe('a turnstile', () => {
  it('lets so many through at a time, the others in their order', async () => {
    const turnstile = new Turnstile({ most: 2, mostWaiting: 10 });
    const { work, end, most } = works(5);
    const done: number[] = [];
    const all = [0, 1, 2, 3, 4].map((index) => turnstile.pass(work(index)).then((it) => done.push(it)));
    for (const index of [0, 1, 2, 3, 4]) {
      end(index);
      await all[index];
    }
    expect(done).toEqual([0, 1, 2, 3, 4]);
    expect(most()).toBe(2);
  });

  it('refuses who comes when too many wait, and lets people through again later', async () => {
    const turnstile = new Turnstile({ most: 1, mostWaiting: 1 });
    const { work, end } = works(4);
    const [one, two] = [turnstile.pass(work(0)), turnstile.pass(work(1))];
    await expect(turnstile.pass(work(2))).rejects.toMatchObject({ code: 'SIGN_IN_BUSY' });
    end(0);
    end(1);
    await Promise.all([one, two]);
    end(3);
    expect(await turnstile.pass(work(3))).toBe(3);
  });

  it('goes on after work that fails', async () => {
    const turnstile = new Turnstile({ most: 1, mostWaiting: 1 });
    const failing = turnstile.pass(async () => {
      throw new Error('broken');
    });
    const next = turnstile.pass(async () => 'next');
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('next');
  });
});
