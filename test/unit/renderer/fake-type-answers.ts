import { ConpaasError } from '../../../director/contract/errors.ts';
import { type Answers, type Asked, applicationOf, type FakeCore, keyOf, serviceOf } from './fake-core.ts';
import { importReport, makeCheck, makeVolume } from './fake-types.ts';

/** What only some types of services have, and what is only for administrators. */
export function typeAnswers(director: FakeCore): Answers {
  const { world, operations } = director;
  const changeVolumes = (aid: number, volumes: typeof world.volumes extends Map<number, infer V> ? V : never) => {
    world.volumes.set(aid, volumes);
    director.emit({ type: 'volumes.changed', aid, volumes });
  };
  const volumesOf = (asked: Asked) => world.volumes.get(Number(asked.params.aid)) ?? [];
  return {
    callServiceMethod: (asked) => {
      const { service, method } = { service: serviceOf(director, asked), method: asked.params.method ?? '' };
      const { command } = (asked.body.parameters ?? {}) as { command?: string };
      const status = world.scripts.get(keyOf(asked));
      if (method === 'get_helloworld') {
        const nodes = world.nodes.get(keyOf(asked)) ?? [];
        return { result: { helloworld: nodes.map(({ id }) => `Received Hello World from ${id}\n`).join('') } };
      }
      if (!status) throw new ConpaasError('METHOD_NOT_SUPPORTED', { method });
      if (method === 'execute_script') for (const states of Object.values(status)) states[`${command}.sh`] = 'RUNNING';
      return { result: method === 'execute_script' ? { state: service.state } : { agents: status } };
    },
    listAuthorizedKeys: (asked) => ({ keys: world.authorizedKeys.get(Number(asked.params.aid)) ?? [] }),
    addAuthorizedKeys: (asked) => {
      const { aid } = serviceOf(director, asked);
      const added = String(asked.body.keys)
        .split('\n')
        .filter((line) => line.trim() !== '');
      if (added.some((line) => !line.startsWith('ssh-'))) throw new ConpaasError('AUTHORIZED_KEY_INVALID', { line: 1 });
      world.authorizedKeys.set(aid, [...(world.authorizedKeys.get(aid) ?? []), ...added]);
      return { added: added.length };
    },
    listVolumes: volumesOf,
    createVolume: (asked) => {
      const { aid } = applicationOf(director, asked);
      const { name, size, agentId } = asked.body as { name: string; size: number; agentId: string };
      return operations.begin({
        kind: 'service.create_volume',
        title: `Create volume "${name}"`,
        aid,
        sid: 2,
        steps: ['Make the volume', 'Attach it'],
        done: () => void changeVolumes(aid, [...volumesOf(asked), makeVolume(name, { aid, size, agentId })]),
      });
    },
    deleteVolume: (asked) => {
      const { aid } = applicationOf(director, asked);
      return operations.begin({
        kind: 'service.delete_volume',
        title: `Delete volume "${asked.params.name}"`,
        aid,
        sid: 2,
        steps: ['Detach the volume', 'Delete it'],
        done: () =>
          void changeVolumes(
            aid,
            volumesOf(asked).filter(({ name }) => name !== asked.params.name),
          ),
      });
    },
    startChecks: () =>
      operations.begin({
        kind: 'director.check',
        title: 'Check the Director',
        aid: null,
        sid: null,
        steps: ['Address and certificate', 'Time', 'Instances'],
        done: () => ({ checks: [makeCheck('director-url', { title: 'Address of the Director' })] }),
      }),
    importConfiguration: ({ body }) => ({ ...importReport, applied: body.apply === true }),
  };
}
