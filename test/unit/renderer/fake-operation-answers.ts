import type { Application } from '../../../director/contract/application.ts';
import type { Node, Service } from '../../../director/contract/service.ts';
import { type Answers, type Asked, applicationOf, type FakeCore, keyOf, serviceOf } from './fake-core.ts';
import { makeApplication, makeNode, makeService, runningManager, serving } from './fake-world.ts';

/** The routes that begin an operation, and what each of them does at its end. */
export function operationAnswers(director: FakeCore): Answers {
  const { world, operations } = director;
  const changeApplication = (application: Application, changes: Partial<Application>) => {
    const changed = { ...application, ...changes };
    world.applications.set(changed.aid, changed);
    director.emit({ type: 'application.changed', application: changed });
  };
  const changeService = (service: Service, changes: Partial<Service>) => {
    const key = `${service.aid}/${service.sid}`;
    const changed = { ...(world.services.get(key) ?? service), ...changes };
    world.services.set(key, changed);
    director.emit({ type: 'service.changed', service: changed });
  };
  const changeNodes = ({ aid, sid }: Service, nodes: Node[]) => {
    world.nodes.set(`${aid}/${sid}`, nodes);
    director.emit({ type: 'nodes.changed', aid, sid, nodes });
  };
  const ofService = (
    asked: Asked,
    kind: Parameters<typeof operations.begin>[0]['kind'],
    verb: string,
    during: Service['state'],
    done: (service: Service) => void,
  ) => {
    const service = serviceOf(director, asked);
    changeService(service, { state: during });
    return operations.begin({
      kind,
      title: `${verb} service "${service.name}"`,
      aid: service.aid,
      sid: service.sid,
      steps: ['Ask the manager', 'Create the nodes', 'Configure the servers'],
      done: () => void done(service),
      cancelled: () => changeService(service, { state: 'STOPPED' }),
    });
  };
  const counts = (asked: Asked) => asked.body.nodes as Record<string, number>;

  return {
    listOperations: () => [...operations.all.values()],
    cancelOperation: ({ params }) => operations.cancel(String(params.id)),
    startApplication: (asked) => {
      const application = applicationOf(director, asked);
      changeApplication(application, { state: 'PROLOGUE', reason: null });
      return operations.begin({
        kind: 'application.start',
        title: `Start application "${application.name}"`,
        aid: application.aid,
        sid: null,
        steps: ['Create the manager', 'Wait for the manager'],
        done: () => void changeApplication(application, { ...runningManager, reason: null }),
        cancelled: () => changeApplication(application, { state: 'STOPPED' }),
      });
    },
    stopApplication: (asked) => {
      const application = applicationOf(director, asked);
      changeApplication(application, { state: 'EPILOGUE' });
      return operations.begin({
        kind: 'application.stop',
        title: `Stop application "${application.name}"`,
        aid: application.aid,
        sid: null,
        steps: ['Stop the services', 'Destroy the instances'],
        done: () => void changeApplication(application, { state: 'STOPPED', manager: null }),
      });
    },
    deleteApplication: (asked) => {
      const { aid, name } = applicationOf(director, asked);
      return operations.begin({
        kind: 'application.delete',
        title: `Delete application "${name}"`,
        aid,
        sid: null,
        steps: ['Stop the services', 'Destroy the instances', 'Delete code and data'],
        done: () => {
          world.applications.delete(aid);
          director.emit({ type: 'application.removed', aid });
          return undefined;
        },
      });
    },
    startService: (asked) =>
      ofService(asked, 'service.start', 'Start', 'PROLOGUE', (service) => {
        changeNodes(service, [makeNode(1, ['proxy', 'web', 'backend'])]);
        changeService(service, serving);
      }),
    stopService: (asked) =>
      ofService(asked, 'service.stop', 'Stop', 'EPILOGUE', (service) => {
        changeNodes(service, []);
        changeService(service, { state: 'STOPPED', url: null, runtime: null });
      }),
    removeService: (asked) =>
      ofService(asked, 'service.remove', 'Remove', 'EPILOGUE', ({ aid, sid }) => {
        world.services.delete(`${aid}/${sid}`);
        director.emit({ type: 'service.removed', aid, sid });
      }),
    addNodes: (asked) =>
      ofService(asked, 'service.add_nodes', 'Add nodes to', 'ADAPTING', (service) => {
        const nodes = world.nodes.get(keyOf(asked)) ?? [];
        const added = Object.entries(counts(asked)).flatMap(([role, count]) =>
          Array.from({ length: count }, (_, index) => makeNode(nodes.length + 1 + index, [role])),
        );
        const relieved = nodes.map((node) => ({
          ...node,
          roles: node.roles.filter((role) => node.roles.length === 1 || counts(asked)[role] === undefined),
        }));
        changeNodes(service, [...relieved, ...added]);
        changeService(service, { state: 'RUNNING' });
      }),
    removeNodes: (asked) =>
      ofService(asked, 'service.remove_nodes', 'Remove nodes from', 'ADAPTING', (service) => {
        const [role] = Object.keys(counts(asked));
        const nodes = world.nodes.get(keyOf(asked)) ?? [];
        const gone = nodes.findLast((node) => node.roles.length === 1 && node.roles[0] === role);
        changeNodes(
          service,
          nodes.filter((node) => node !== gone),
        );
        changeService(service, { state: 'RUNNING' });
      }),
    replaceNode: (asked) =>
      ofService(asked, 'service.replace_node', 'Replace a node of', 'ADAPTING', (service) => {
        const nodes = world.nodes.get(keyOf(asked)) ?? [];
        changeNodes(
          service,
          nodes.map((node) => (node.id === asked.params.nodeId ? makeNode(9, node.roles) : node)),
        );
        changeService(service, { state: 'RUNNING' });
      }),
    enableCodeVersion: (asked) =>
      ofService(asked, 'service.enable_code', 'Enable code of', 'ADAPTING', (service) => {
        const versions = world.codeVersions.get(keyOf(asked)) ?? [];
        world.codeVersions.set(
          keyOf(asked),
          versions.map((version) => ({ ...version, current: version.codeVersionId === asked.params.version })),
        );
        director.emit({ type: 'code.changed', aid: service.aid, sid: service.sid });
        changeService(service, { state: 'RUNNING' });
      }),
    updateConfiguration: (asked) =>
      ofService(asked, 'service.configure', 'Change settings of', 'ADAPTING', (service) => {
        const values = asked.body.values as Record<string, string>;
        world.configurations.set(keyOf(asked), { ...world.configurations.get(keyOf(asked)), ...values });
        changeService(service, { state: 'RUNNING' });
      }),
    deploySample: () => {
      const application = makeApplication(world.applications.size + 1, 'Guest book');
      return operations.begin({
        kind: 'sample.deploy',
        title: 'Deploy "Guest book"',
        aid: null,
        sid: null,
        steps: [
          'Create the application',
          'Start the application',
          'Add the service',
          'Upload the code',
          'Start the service',
        ],
        done: () => {
          const service = makeService(application.aid, 1, 'Pages');
          changeApplication(application, runningManager);
          changeService(service, serving);
          changeNodes(service, [makeNode(1, ['proxy', 'web', 'backend'])]);
          return { aid: application.aid, sid: 1, url: serving.url };
        },
      });
    },
  };
}
