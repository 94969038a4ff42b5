import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { NodeProvider, type NodeProviderOptions } from '../../../director/manager/node-provider.ts';
import type { Agent, ServiceNode } from '../../../director/services/service-type.ts';

const open = new AbortController().signal;
const away = () =>
  new ConpaasError('DIRECTOR_UNREACHABLE', { url: 'https://127.0.0.1:5555', why: 'nothing listens there' });
const request = { requestId: 'request-1', nodes: [{ role: 'backend', cloud: 'default' }] };
const node: ServiceNode = {
  id: 'node-1',
  vmid: '1',
  address: '127.0.0.1',
  cloud: 'local',
  ports: {},
  role: 'backend',
  order: 1,
  weights: {},
  state: 'starting',
  why: null,
  servers: [],
};

const credit = { enabled: true, instances: 1, balance: 1, perHourNow: 0, perHourAfter: 1, runsOutAfter: null };
const director: NodeProviderOptions['director'] = {
  createNodes: async () => [],
  destroyNodes: async () => undefined,
  estimateNodes: async () => ({ ...credit, enough: true }),
};

function provider(parts: Partial<NodeProviderOptions>): NodeProvider {
  return new NodeProvider({
    director,
    sid: 1,
    serviceType: 'php',
    startupScript: async () => undefined,
    agent: () => {
      throw new Error('not asked');
    },
    log: { info() {}, warn() {}, error() {} },
    clock,
    ...parts,
  });
}
const agentWith = (get: Agent['get']): Agent => ({ get, post: get, upload: async () => ({}) });

/** A clock that goes forward by what is waited. */
const time = { now: 0 };
const clock = {
  now: () => time.now,
  wait: async (milliseconds: number, signal: AbortSignal) => {
    signal.throwIfAborted();
    time.now += milliseconds;
  },
};
beforeEach(() => {
  time.now = 0;
});

describe('getting nodes', () => {
  it('asks a Director that is away again with the same request', async () => {
    const createNodes = vi.fn().mockRejectedValueOnce(away()).mockRejectedValueOnce(away()).mockResolvedValue([]);
    const made = provider({ director: { ...director, createNodes } }).create(request, open);
    expect(await made).toEqual([]);
    const ids = createNodes.mock.calls.map(([{ body }]) => body.requestId);
    expect(ids).toEqual(['request-1', 'request-1', 'request-1']);
  });

  it('gives a Director up that stays away for a minute', async () => {
    const createNodes = vi.fn().mockImplementation(() => Promise.reject(away()));
    const made = provider({ director: { ...director, createNodes } }).create(request, open);
    await expect(made).rejects.toMatchObject({ code: 'DIRECTOR_UNREACHABLE' });
    expect(time.now).toBeGreaterThan(50_000);
    expect(time.now).toBeLessThanOrEqual(60_000);
    expect(createNodes.mock.calls.length).toBeGreaterThan(10);
  });

  it('takes a no of the Director for a no', async () => {
    const createNodes = vi.fn().mockRejectedValue(new ConpaasError('UNKNOWN_CLOUD', { cloud: 'x', clouds: '' }));
    const made = provider({ director: { ...director, createNodes } }).create(request, open);
    await expect(made).rejects.toMatchObject({ code: 'UNKNOWN_CLOUD' });
    expect(createNodes).toHaveBeenCalledTimes(1);
  });

  it('waits for agents that take a while, and not for one that never answers', async () => {
    const silent = new ConpaasError('AGENT_UNREACHABLE', { address: 'x', why: 'nothing listens there' });
    const slow = vi.fn().mockRejectedValueOnce(silent).mockRejectedValueOnce(silent).mockResolvedValue({});
    await provider({ agent: () => agentWith(slow) }).waitForAgents([node], open);
    expect(time.now).toBeLessThan(300);
    const dead = provider({ agent: () => agentWith(() => Promise.reject(silent)) }).waitForAgents([node], open);
    await expect(dead).rejects.toThrow('The agent of node node-1 did not answer within 60 s.');
  });

  it('ends at once when it is aborted', async () => {
    const controller = new AbortController();
    const createNodes = vi.fn().mockImplementation(async () => {
      controller.abort(new ConpaasError('OPERATION_CANCELLED'));
      throw away();
    });
    const made = provider({ director: { ...director, createNodes } }).create(request, controller.signal);
    await expect(made).rejects.toMatchObject({ code: 'OPERATION_CANCELLED' });
    expect(createNodes).toHaveBeenCalledOnce();
  });
});

describe('asking whether there is credit', () => {
  it('refuses what could not be paid, with the text of ConPaaS 2.1', async () => {
    const estimateNodes = vi.fn(async () => ({ ...credit, enough: false }));
    const asked = provider({ director: { ...director, estimateNodes } }).requireCredits(3, open);
    await expect(asked).rejects.toThrow(/^Insufficient credits$/);
    expect(estimateNodes).toHaveBeenCalledWith({ query: { instances: 3 } }, expect.anything());
  });

  it('lets begin what can be paid, and anything while the Director is away', async () => {
    const missing = async () => {
      throw away();
    };
    await expect(provider({}).requireCredits(1, open)).resolves.toBeUndefined();
    const asked = provider({ director: { ...director, estimateNodes: missing } }).requireCredits(1, open);
    await expect(asked).resolves.toBeUndefined();
  });
});
