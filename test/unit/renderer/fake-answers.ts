import type { TransportRequest } from '../../../director/contract/client.ts';
import { ConpaasError } from '../../../director/contract/errors.ts';
import type { Node } from '../../../director/contract/service.ts';
import { accountAnswers } from './fake-account-answers.ts';
import { type Answers, applicationOf, type FakeCore, keyOf, serviceOf } from './fake-core.ts';
import { creditAnswers } from './fake-credit-answers.ts';
import { manifestAnswers } from './fake-manifest-answers.ts';
import { operationAnswers } from './fake-operation-answers.ts';
import { typeAnswers } from './fake-type-answers.ts';
import { makeApplication, makeService, makeVersion } from './fake-world.ts';

/** Counters that grow with the time, so that pictures have something to show. */
function trafficOf(nodes: readonly Node[]) {
  const seconds = Date.now() / 1000;
  return {
    time: new Date().toISOString(),
    nodes: nodes.flatMap((node, index) =>
      node.roles.map((role) => ({
        nodeId: node.id,
        role,
        requests: Math.floor(seconds * (role === 'proxy' ? 62 : 18 / (index + 1) + 4)),
        errors: 0,
        active: 2,
      })),
    ),
  };
}

/** What the Fake answers to each route. */
export function answersOf(director: FakeCore): Answers {
  const { world } = director;
  return {
    ...operationAnswers(director),
    ...accountAnswers(director),
    ...creditAnswers(director),
    ...manifestAnswers(director),
    ...typeAnswers(director),
    getSystem: () => world.system,
    getSettings: () => world.settings,
    updateSettings: ({ body }) => Object.assign(world.settings, body),
    listServiceTypes: () => world.serviceTypes,
    listSamples: () => world.samples,
    listApplications: () => [...world.applications.values()],
    createApplication: ({ body }) => {
      const name = String(body.name);
      if ([...world.applications.values()].some((other) => other.name === name))
        throw new ConpaasError('NAME_TAKEN', { name });
      const application = makeApplication(world.applications.size + 1, name);
      world.applications.set(application.aid, application);
      director.emit({ type: 'application.changed', application });
      return application;
    },
    renameApplication: (asked) => {
      const application = Object.assign(applicationOf(director, asked), asked.body);
      director.emit({ type: 'application.changed', application });
      return application;
    },
    getApplicationLog: () => 'manager: listening on 127.20.0.2:8443\nmanager: service 1 is RUNNING\n',
    listAllServices: () => [...world.services.values()],
    addService: (asked) => {
      const { aid } = applicationOf(director, asked);
      const service = makeService(aid, world.services.size + 1, String(asked.body.name ?? 'New php service'));
      world.services.set(`${aid}/${service.sid}`, service);
      director.emit({ type: 'service.changed', service });
      return service;
    },
    renameService: (asked) => {
      const service = Object.assign(serviceOf(director, asked), asked.body);
      director.emit({ type: 'service.changed', service });
      return service;
    },
    getServiceHistory: (asked) => world.histories.get(keyOf(asked)) ?? [],
    getStartupScript: (asked) => world.startupScripts.get(keyOf(asked)) ?? '',
    setStartupScript: (asked) => void world.startupScripts.set(keyOf(asked), String(asked.body.script)),
    listNodes: (asked) => world.nodes.get(keyOf(asked)) ?? [],
    getTraffic: (asked) => trafficOf(world.nodes.get(keyOf(asked)) ?? []),
    setWeights: (asked) => {
      const given = asked.body as Record<string, Record<string, number>>;
      for (const node of world.nodes.get(keyOf(asked)) ?? [])
        for (const [role, weights] of Object.entries(given))
          if (weights[node.id] !== undefined) node.weights = { ...node.weights, [role]: weights[node.id] ?? 0 };
      const { aid, sid } = serviceOf(director, asked);
      director.emit({ type: 'nodes.changed', aid, sid, nodes: world.nodes.get(keyOf(asked)) ?? [] });
    },
    getNodeLog: ({ params }) => world.logs.get(`${params.nodeId} ${params.filename}`) ?? '',
    listCodeVersions: (asked) => world.codeVersions.get(keyOf(asked)) ?? [],
    uploadCodeVersion: async (asked) => {
      const file = asked.request.file as File;
      await upload(asked.request, file.size);
      if (!/\.(zip|tar|tgz|gz|bz2|xz)$/.test(asked.query.filename ?? '')) throw new ConpaasError('ARCHIVE_FORMAT');
      const versions = world.codeVersions.get(keyOf(asked)) ?? [];
      const version = makeVersion(`code-${versions.length + 1}x7f2a`, {
        filename: asked.query.filename ?? '',
        description: asked.query.description ?? '',
        time: new Date().toISOString(),
        size: file.size,
      });
      world.codeVersions.set(keyOf(asked), [version, ...versions]);
      return version;
    },
    liftCodeVersion: (asked) => {
      const version = world.codeVersions.get(keyOf(asked))?.find((one) => one.codeVersionId === asked.params.version);
      if (!version) throw new ConpaasError('CODE_VERSION_NOT_FOUND', asked.params);
      return Object.assign(version, { lifted: asked.body.lifted === true });
    },
    deleteCodeVersion: (asked) => {
      const kept = (world.codeVersions.get(keyOf(asked)) ?? []).filter(
        (version) => version.codeVersionId !== asked.params.version,
      );
      world.codeVersions.set(keyOf(asked), kept);
    },
    getConfiguration: (asked) => ({ codeVersionId: null, values: world.configurations.get(keyOf(asked)) ?? {} }),
  };
}

/** Takes a moment for large files, and lets itself be stopped. */
async function upload({ onProgress, signal }: TransportRequest, size: number): Promise<void> {
  const pieces = size > 1_000_000 ? 40 : 1;
  for (let piece = 1; piece <= pieces; piece += 1) {
    signal?.throwIfAborted();
    onProgress?.((size * piece) / pieces);
    await new Promise((resolve) => setTimeout(resolve, pieces > 1 ? 150 : 0));
  }
  signal?.throwIfAborted();
}
