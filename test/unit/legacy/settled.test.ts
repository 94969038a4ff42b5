import { describe, expect, it } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import type { Operation } from '../../../director/contract/operation.ts';
import { settled } from '../../../director/legacy/settled.ts';
import type { Operations } from '../../../director/operations/operations.ts';

const operation = { id: 'one' } as Operation;
const ending = (end: Promise<Partial<Operation>>) => ({ wait: () => end }) as unknown as Operations;
const here = () => new AbortController().signal;

describe('waiting for an operation', () => {
  it('ends with it', async () => {
    await expect(settled(ending(Promise.resolve({ error: null })), operation, here())).resolves.toBeUndefined();
  });

  it('fails as it does', async () => {
    const error = new ConpaasError('STORAGE_FULL', { place: 'data' }).toBody();
    await expect(settled(ending(Promise.resolve({ error })), operation, here())).rejects.toThrow('no space left');
  });

  it('ends when the client goes away', async () => {
    const gone = new AbortController();
    const waiting = settled(ending(new Promise(() => {})), operation, gone.signal);
    gone.abort();
    await expect(waiting).resolves.toBeUndefined();
  });
});
