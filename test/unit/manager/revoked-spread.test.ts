import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { silentLogger } from '../../../director/logging/logger.ts';
import { RevokedSpread } from '../../../director/manager/revoked-spread.ts';
import type { Agent } from '../../../director/services/service-type.ts';
import { Revocations } from '../../../director/wire/revocations.ts';

let folder: string;
let revocations: Revocations;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spread-'));
  revocations = await Revocations.read(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A node whose agent remembers what it was told, or is away. */
class Node {
  readonly id: string;
  readonly told: unknown[] = [];
  away = false;
  constructor(id: string) {
    this.id = id;
  }
  readonly agent: Agent = {
    get: async () => ({}),
    upload: async () => ({}),
    post: async (method, parameters) => {
      if (this.away) throw new ConpaasError('AGENT_UNREACHABLE', { address: this.id, why: 'it is away' });
      this.told.push([method, parameters]);
      return {};
    },
  };
}

test('agents are told once, those that were away when they are back, new ones when they are there', async () => {
  const [here, away, late] = [new Node('here'), new Node('away'), new Node('late')];
  const nodes = [here, away];
  const spread = new RevokedSpread(revocations, () => nodes, silentLogger);
  away.away = true;
  await revocations.set(['AB']);
  await spread.spread();
  const told = ['set_revoked', { serials: ['AB'] }];
  expect([here.told, away.told]).toEqual([[told], []]);
  away.away = false;
  nodes.push(late);
  await spread.spread();
  await spread.spread();
  expect([here.told, away.told, late.told]).toEqual([[told], [told], [told]]);
  await revocations.set(['AB', 'CD']);
  await spread.spread();
  expect(here.told.at(-1)).toEqual(['set_revoked', { serials: ['AB', 'CD'] }]);
});
