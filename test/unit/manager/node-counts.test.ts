import { describe, expect, it } from 'vitest';
import { wantedNodes } from '../../../director/manager/node-counts.ts';
import { definition } from '../../../director/services/php/definition.ts';

const wanted = (given: Record<string, unknown>) => wantedNodes(definition, given);

describe('the nodes asked for', () => {
  it('are one entry a node', () => {
    expect(wanted({ backend: 2, web: 1 })).toEqual({
      counts: { backend: 2, web: 1 },
      roles: ['backend', 'backend', 'web'],
      text: '2 backend, 1 web nodes',
    });
  });

  it('may be named by "count", which is the default role', () => {
    expect(wanted({ count: 1 }).counts).toEqual({ backend: 1 });
    expect(wanted({ count: 1, backend: 1 }).counts).toEqual({ backend: 2 });
  });

  it('may come as texts, as from old clients', () => {
    expect(wanted({ backend: '2' }).counts).toEqual({ backend: 2 });
  });

  it.each([
    [{}, 'Need a positive value for at least one role'],
    [{ backend: 0, web: 0 }, 'Need a positive value for at least one role'],
    [{ backend: -1 }, 'Invalid number of nodes -1'],
    [{ backend: 1.5 }, 'Invalid number of nodes 1.5'],
    [{ backend: null }, 'Invalid number of nodes null'],
    [{ backend: 65 }, 'Invalid number of nodes 65'],
    [{ mysql: 1 }, "Wrong node type 'mysql' for service type 'php'."],
    [{ proxybackendweb: 1 }, "Wrong node type 'proxybackendweb' for service type 'php'."],
  ])('are refused as %j with "%s"', (given, text) => {
    expect(() => wanted(given)).toThrow(text);
  });
});
