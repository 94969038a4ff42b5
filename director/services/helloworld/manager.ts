import { z } from 'zod';
import { ConpaasError } from '../../contract/errors.ts';
import { method } from '../../wire/method.ts';
import { checkRemovable, newest } from '../removal.ts';
import type { Arrangement, ServiceHost, ServiceManager, ServiceNode, Task } from '../service-type.ts';

const answer = z.object({ result: z.string() });

/** The manager of a helloworld service: starts its nodes up and gathers what they say. It has nothing to keep on disk. */
export function createServiceManager(host: ServiceHost): ServiceManager {
  const greet = async (node: ServiceNode) => {
    const { result } = answer.parse(await host.agent(node).get('get_helloworld'));
    return `Received ${result} from ${node.id}\n`;
  };
  return {
    startingRoles: ['node'],
    methods: [
      method('GET', 'get_helloworld', {}, async () => {
        host.expectState('RUNNING');
        return { helloworld: (await Promise.all(host.nodes().map(greet))).join('') };
      }),
    ],
    prepare: async () => {},
    restore: async () => {},
    saved: () => null,
    checkAdd: () => {},
    chooseRemoved(counts, nodes) {
      const count = counts.node ?? 0;
      // The last node stays.
      checkRemovable('node', count, nodes.length - 1);
      return newest(nodes, count);
    },
    // Telling a node twice does no harm, so all are told each time.
    async arrange({ nodes }: Arrangement, task: Task) {
      task.step('Start the nodes up', 70);
      const { signal } = task;
      const told = await Promise.allSettled(nodes.map((node) => host.agent(node).post('startup', {}, { signal })));
      for (const one of told) if (one.status === 'rejected') throw ConpaasError.from(one.reason);
    },
    forget: () => {},
    rolesOf: (node) => [node.role],
    listNodes: (nodes) => ({ helloworld: nodes.map(({ id }) => id) }),
    nodeInformation: () => ({}),
    information: () => ({ type: 'helloworld' }),
    url: () => null,
  };
}
