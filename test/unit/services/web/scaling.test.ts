import { describe, expect, it } from 'vitest';
import { assignRoles, checkAdd, chooseRemoved, packedRole } from '../../../../director/services/web/scaling.ts';
import { node } from './nodes.ts';

const packed = node('packed', packedRole);
const backends = [node('b1', 'backend'), node('b2', 'backend')];
const webs = [node('w1', 'web'), node('w2', 'web')];
const proxies = [node('p1', 'proxy'), node('p2', 'proxy')];
const [b1, b2] = backends;
const [w1] = webs;
const [p1] = proxies;
if (!b1 || !b2 || !w1 || !p1) throw new Error('The nodes are missing');

const rolesOf = (...nodes: ReturnType<typeof node>[]) => Object.fromEntries(assignRoles(nodes));

describe('roles', () => {
  it('are all on the packed node at first', () => {
    expect(rolesOf(packed)).toEqual({ packed: ['proxy', 'backend', 'web'] });
  });

  it('leave the packed node with the first separate node and come back with the last', () => {
    expect(rolesOf(packed, b1)).toEqual({ packed: ['proxy', 'web'], b1: ['backend'] });
    expect(rolesOf(packed, w1)).toEqual({ packed: ['proxy', 'backend'], w1: ['web'] });
    expect(rolesOf(packed, b1, b2, w1)).toEqual({ packed: ['proxy'], b1: ['backend'], b2: ['backend'], w1: ['web'] });
  });

  it('are not played by further proxies', () => {
    expect(rolesOf(packed, b1, w1, p1)).toMatchObject({ packed: ['proxy'], p1: ['proxy'] });
  });

  it('go to the oldest proxy that is left when the packed node is lost', () => {
    expect(rolesOf(w1, p1)).toEqual({ w1: ['web'], p1: ['proxy', 'backend'] });
  });

  it('stay where they are when every proxy is lost', () => {
    expect(rolesOf(b1, w1)).toEqual({ b1: ['backend'], w1: ['web'] });
  });
});

describe('adding', () => {
  const rule =
    "Cannot add more proxy servers without at least one stand-alone 'web' node and one stand-alone 'backend' node";

  it.each([
    ['only a packed node', [packed], { proxy: 1 }],
    ['a separate backend only', [packed, b1], { proxy: 1 }],
    ['a separate web node only', [packed, w1], { proxy: 1 }],
    ['a web node asked for along with it, but no backend', [packed], { proxy: 1, web: 1 }],
  ])('refuses a second proxy with %s', (_name, nodes, counts) => {
    expect(() => checkAdd(counts, nodes)).toThrow(rule);
  });

  it('allows a second proxy beside separate web and backend nodes, also when they are asked for along with it', () => {
    expect(() => checkAdd({ proxy: 1 }, [packed, b1, w1])).not.toThrow();
    expect(() => checkAdd({ proxy: 1, web: 1, backend: 1 }, [packed])).not.toThrow();
    expect(() => checkAdd({ backend: 5 }, [packed])).not.toThrow();
  });
});

describe('removing', () => {
  it('takes the newest nodes of the role', () => {
    expect(chooseRemoved({ backend: 1 }, [packed, ...backends])).toEqual([b2]);
    expect(chooseRemoved({ backend: 2 }, [packed, ...backends])).toEqual(backends);
    expect(chooseRemoved({ proxy: 1, web: 1, backend: 1 }, [packed, b1, w1, p1])).toEqual([p1, w1, b1]);
  });

  it.each([
    ['proxy', [packed], { proxy: 1 }],
    ['proxy', [packed, b1, w1, p1], { proxy: 2 }],
    ['web', [packed], { web: 1 }],
    ['web', [packed, ...webs], { web: 3 }],
    ['backend', [packed, b1], { backend: 2 }],
    ['web', [packed, b1, w1, p1], { web: 1 }],
    ['backend', [packed, b1, w1, p1], { backend: 1 }],
  ])('keeps enough nodes: %s', (role, nodes, counts) => {
    expect(() => chooseRemoved(counts, nodes)).toThrow(`Not enough '${role}' nodes will be left`);
  });

  it('never takes the packed node, nor the one that replaced it', () => {
    const replacement = node('replacement', packedRole, { order: packed.order });
    expect(chooseRemoved({ proxy: 2 }, [replacement, b1, w1, ...proxies])).toEqual(proxies);
  });
});
