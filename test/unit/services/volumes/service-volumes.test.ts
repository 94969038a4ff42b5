import { beforeEach, describe, expect, it } from 'vitest';
import { ConpaasError } from '../../../../director/contract/errors.ts';
import type { ServiceHost, ServiceNode, VolumeProvider } from '../../../../director/services/service-type.ts';
import { NodeVolumes } from '../../../../director/services/volumes/service-volumes.ts';
import type { KeptVolume } from '../../../../director/services/volumes/volume-settings.ts';
import { FakeHost, task } from '../web/fake-host.ts';

let fake: FakeHost;
let settings: { volumes: KeptVolume[] };
let asked: string[];
let failures: Map<string, ConpaasError>;
let host: ServiceHost;
let volumes: NodeVolumes;

const node = (id: string, role: string): ServiceNode => ({
  ...{ id, role, vmid: id, address: '127.0.0.1', cloud: 'local', ports: {}, order: 1, weights: {} },
  ...{ state: 'running', why: null, servers: [] },
});
const [master, one, two] = [node('m', 'master'), node('n1', 'node'), node('n2', 'node')];

beforeEach(() => {
  fake = new FakeHost();
  fake.nodes = [master, one];
  settings = { volumes: [] };
  asked = [];
  failures = new Map();
  const note = async (deed: string) => {
    asked.push(deed);
    const failure = failures.get(deed.split(' ')[0] ?? '');
    if (failure) throw failure;
  };
  const provider: VolumeProvider = {
    async make({ name }) {
      await note(`make ${name}`);
      return { id: '0000000a', cloud: 'local', kept: 'in memory', watched: true };
    },
    attach: (name, id, device) => note(`attach ${name} ${id} ${device}`),
    detach: (name) => note(`detach ${name}`),
    destroy: (name) => note(`destroy ${name}`),
  };
  host = { ...fake.host('/nowhere'), volumes: provider };
  volumes = new NodeVolumes({ host, settings, begin: (change) => host.change(change) });
});

const failing = (deed: string) =>
  failures.set(deed, new ConpaasError('VOLUME_FAILED', { name: 'data', deed: 'made', why: 'of a test' }));

describe('the volumes of a service', () => {
  it('are made, attached and mounted under the first free device', async () => {
    await volumes.create('data', 8, one);
    await volumes.create('more', 8, one);
    await volumes.create('other', 8, master);
    expect(asked).toEqual([
      ...['make data', 'attach data n1 sdb', 'make more', 'attach more n1 sdc', 'make other', 'attach other m sdb'],
    ]);
    expect(fake.last('n1', 'mount_volume')).toEqual({ dev_name: 'sdc', vol_name: 'more', watched_size: 8 });
    expect(volumes.list().map(({ name, agentId }) => [name, agentId])).toEqual([
      ...[
        ['data', 'n1'],
        ['more', 'n1'],
        ['other', 'm'],
      ],
    ]);
  });

  it.each(['make', 'attach'])('leave nothing when it fails to %s one', async (deed) => {
    failing(deed);
    await expect(volumes.create('data', 8, one)).rejects.toThrow('of a test');
    expect(asked.at(-1)).toBe('destroy data');
    expect(volumes.names()).toEqual([]);
  });

  it('leave nothing when a node cannot mount one', async () => {
    fake.failures.set('n1 mount_volume', new ConpaasError('AGENT_UNREACHABLE', { address: 'n1', why: 'of a test' }));
    await expect(volumes.create('data', 8, one)).rejects.toThrow('of a test');
    expect(fake.calls()).toEqual(['n1 mount_volume', 'n1 unmount_volume']);
    expect(volumes.names()).toEqual([]);
  });

  it('that could not be taken away again are deleted later', async () => {
    failing('make');
    failing('destroy');
    await expect(volumes.create('data', 8, one)).rejects.toThrow();
    expect(volumes.list()).toEqual([]);
    expect(volumes.names()).toEqual(['data']);
    failures.clear();
    await volumes.arrange([], [], task);
    expect(asked.at(-1)).toBe('destroy data');
    expect(volumes.names()).toEqual([]);
  });

  it('come back when deleting one fails before anything was deleted', async () => {
    await volumes.create('data', 8, one);
    failing('detach');
    await expect(volumes.delete('data')).rejects.toThrow('of a test');
    expect(asked.slice(-2)).toEqual(['detach data', 'attach data n1 sdb']);
    expect(volumes.list()).toMatchObject([{ name: 'data', agentId: 'n1', state: 'kept' }]);
  });

  it('wait for the next node of the same role, all of one node together', async () => {
    await volumes.create('data', 8, one);
    await volumes.create('more', 8, one);
    fake.nodes.push(two);
    await volumes.create('other', 8, two);
    volumes.forget(new Set(['n1', 'n2']));
    expect(volumes.list().map(({ agentId }) => agentId)).toEqual([null, null, null]);
    asked.splice(0);
    const next = node('n3', 'node');
    await volumes.arrange([node('m2', 'master'), next, node('n4', 'node')], [], task);
    expect(asked).toEqual(['attach data n3 sdb', 'attach more n3 sdc', 'attach other n4 sdb']);
    asked.splice(0);
    await volumes.arrange([], [next], task);
    expect(asked).toEqual(['attach data n3 sdb', 'attach more n3 sdc']);
  });
});
