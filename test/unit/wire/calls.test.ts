import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { type Call, method } from '../../../director/wire/method.ts';
import { integer, optional, text } from '../../../director/wire/parameters.ts';
import { enterWireWorld, type WireWorld } from './wire-world.ts';

let world: WireWorld;
beforeEach(async () => {
  world = await enterWireWorld();
});
afterEach(() => world.leave());

const echo = method('GET', 'echo', { word: text(), count: optional(integer(), 1) }, async ({ word, count }) => ({
  said: word.repeat(count),
}));

async function failureOf(call: Promise<unknown>): Promise<ConpaasError> {
  const thrown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof ConpaasError)) throw new Error(`a ConpaasError was expected, not ${thrown}`);
  return thrown;
}

describe('a call', () => {
  test('by GET carries its parameters as JSON and brings the result back', async () => {
    const { place } = await world.serve([echo]);
    const client = await world.client();
    expect(await client.call(place, 0, 'GET', 'echo', { word: 'ü&=', count: 2 })).toEqual({ said: 'ü&=ü&=' });
  });

  test('by POST carries its parameters in the body', async () => {
    const set = method('POST', 'set', { value: text() }, async ({ value }) => value.length);
    const { place } = await world.serve([set]);
    const client = await world.client();
    expect(await client.call(place, 0, 'POST', 'set', { value: 'ä'.repeat(100_000) })).toBe(100_000);
  });

  test('tells the method who calls', async () => {
    const whoami = method('GET', 'whoami', {}, async (_, { peer }) => peer);
    const { place } = await world.serve([whoami]);
    const client = await world.client();
    expect(await client.call(place, 0, 'GET', 'whoami')).toMatchObject({ role: 'manager', uid: 1, serviceLocator: 7 });
  });

  test('that fails throws the same error, with code, hint and detail', async () => {
    const fail = method('POST', 'fail', {}, async () => {
      throw new ConpaasError('NODES_INVALID', { count: -2 }, { detail: 'said by a lower layer' });
    });
    const { place } = await world.serve([fail]);
    const client = await world.client();
    const error = await failureOf(client.call(place, 0, 'POST', 'fail'));
    expect(error.toBody()).toEqual({
      code: 'NODES_INVALID',
      message: 'Invalid number of nodes -2',
      hint: 'Give a whole number, zero or more, and at most 64 nodes at once.',
      detail: 'said by a lower layer',
    });
  });

  test('with a wrong argument throws the text of the reference', async () => {
    const { place } = await world.serve([echo]);
    const client = await world.client();
    await expect(client.call(place, 0, 'GET', 'echo')).rejects.toThrow("Missing the mandatory parameter 'word'.");
  });

  test('of a method with a defect tells the text but keeps the stack to the log', async () => {
    const broken = method('GET', 'broken', {}, async () => {
      throw new TypeError('x is not a function');
    });
    const { place } = await world.serve([broken]);
    const client = await world.client();
    const error = await failureOf(client.call(place, 0, 'GET', 'broken'));
    expect(error.message).toBe('Error when calling method broken: x is not a function');
    expect(JSON.stringify(error.toBody())).not.toContain('calls.test.ts');
    expect(world.log.join()).toContain('calls.test.ts');
  });

  test('of a service that does not exist throws its text', async () => {
    const { place } = await world.serve([]);
    const client = await world.client();
    await expect(client.call(place, 4, 'GET', 'echo')).rejects.toThrow('Service not found');
    await expect(client.call(place, 0, 'GET', 'echo')).rejects.toThrow('Method not found');
  });

  test('ends when its signal is aborted, and the method learns of it', async () => {
    const aborted = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const wait = method('GET', 'wait', {}, async (_, call: Call) => {
      started.resolve();
      await once(call.signal, 'abort');
      aborted.resolve();
    });
    const { place } = await world.serve([wait]);
    const client = await world.client();
    const controller = new AbortController();
    const call = client.call(place, 0, 'GET', 'wait', {}, { signal: controller.signal });
    await started.promise;
    controller.abort(new ConpaasError('OPERATION_CANCELLED'));
    await expect(call).rejects.toMatchObject({ code: 'OPERATION_CANCELLED' });
    await aborted.promise;
  });

  test('is given up when no answer comes in time', async () => {
    const wait = method('GET', 'wait', {}, (_, call: Call) => once(call.signal, 'abort'));
    const { place } = await world.serve([wait]);
    const client = await world.client();
    await expect(client.call(place, 0, 'GET', 'wait', {}, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'AGENT_UNREACHABLE',
      message: `The agent at 127.0.0.1:${place.port} does not answer: no answer within 0.05 s.`,
    });
  });

  test('to a place where nothing listens throws the error that the caller chose', async () => {
    const { place, server } = await world.serve([]);
    await server.close(0);
    const client = await world.client();
    const unreachable = (why: string) => new ConpaasError('MANAGER_UNREACHABLE', { aid: 7, why });
    await expect(client.call(place, 0, 'GET', 'echo', {}, { unreachable })).rejects.toThrow(
      'The manager of application 7 does not answer: nothing listens there.',
    );
  });
});
