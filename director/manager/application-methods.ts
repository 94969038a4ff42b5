import { ConpaasError } from '../contract/errors.ts';
import { type Call, type Method, method } from '../wire/method.ts';
import { dictionary, nonNegativeInteger, optional, positiveInteger, text, uploadedFile } from '../wire/parameters.ts';
import type { ApplicationManager } from './application-manager.ts';
import type { ManagedService } from './managed-service.ts';
import { wantedNodes } from './node-counts.ts';
import type { End } from './state-machine.ts';
import { addNodes, removeNodes, replaceNode, start, stop } from './transitions.ts';
import { volumeMethods } from './volume-methods.ts';

/** The longest that a call for events may wait, in seconds: shorter than any time-out on the way. */
const longestWait = 60;
const service = { service_id: positiveInteger() };
const nodes = { ...service, nodes: dictionary() };

/** What was begun ends by itself and tells it by the service's state; the caller is answered at once. */
function begun(end: Promise<End>, state: 'PROLOGUE' | 'ADAPTING' | 'EPILOGUE') {
  end.catch(() => {});
  return { state };
}

/** Clients of ConPaaS 2.1 call managers themselves and want to hear it as the answer. The Director has looked before it calls. */
async function requireCredits(service: ManagedService, instances: number, { peer, signal }: Call): Promise<void> {
  if (peer.role !== 'frontend') await service.provider.requireCredits(instances, signal);
}

/** Service 0: reference §8.1 without git, and what is ours (docs/architecture.md). */
export function applicationMethods(application: ApplicationManager): readonly Method[] {
  return [
    ...processMethods(application),
    ...lifeMethods(application),
    ...scriptMethods(application),
    ...volumeMethods(application),
  ];
}

function processMethods(application: ApplicationManager): Method[] {
  return [
    method('GET', 'check_process', {}, async () => ({})),
    method('GET', 'get_app_info', {}, async () => ({
      states: {
        0: application.state,
        ...Object.fromEntries(application.services().map(({ sid, machine }) => [sid, machine.state])),
      },
      nodes: application.services().flatMap(({ pool }) => pool.visible().map(({ id }) => id)),
      volumes: application.services().flatMap(({ manager }) => manager.volumes?.list().map(({ name }) => name) ?? []),
    })),
    method('GET', 'get_services', {}, async () => ({
      services: application.services().map((each) => each.snapshot()),
    })),
    method(
      'GET',
      'get_events',
      { since: optional(nonNegativeInteger()), epoch: optional(text()), wait: optional(nonNegativeInteger(), 0) },
      ({ since, epoch, wait }, { signal }) =>
        application.feed.read(since, epoch, Math.min(wait, longestWait) * 1000, signal),
    ),
    method('GET', 'get_manager_log', {}, async () => ({ log: await application.logs.read(0) })),
  ];
}

function lifeMethods(application: ApplicationManager): Method[] {
  const find = ({ service_id }: { service_id: number }): ManagedService => application.service(service_id);
  return [
    method(
      'POST',
      'add_service',
      { service_type: text(), service_id: optional(positiveInteger()) },
      async ({ service_type, service_id }) => ({ service_id: await application.addService(service_type, service_id) }),
    ),
    method('POST', 'remove_service', service, async ({ service_id }) => {
      application.removeService(service_id);
      return {};
    }),
    method('POST', 'start_service', { ...service, cloud: optional(text(), 'default') }, async (parameters, call) => {
      const starting = find(parameters);
      await requireCredits(starting, starting.manager.startingRoles.length, call);
      return begun(start(starting, parameters.cloud), 'PROLOGUE');
    }),
    method('POST', 'stop_service', service, async (parameters) => begun(stop(find(parameters)), 'EPILOGUE')),
    method('POST', 'add_nodes', { ...nodes, cloud: optional(text(), 'default') }, async (parameters, call) => {
      const growing = find(parameters);
      await requireCredits(growing, wantedNodes(growing.definition, parameters.nodes).roles.length, call);
      return begun(addNodes(growing, parameters.nodes, parameters.cloud), 'ADAPTING');
    }),
    method('POST', 'remove_nodes', nodes, async (parameters) =>
      begun(removeNodes(find(parameters), parameters.nodes), 'ADAPTING'),
    ),
    method('POST', 'replace_node', { ...service, node_id: text() }, async (parameters, call) => {
      const changing = find(parameters);
      await requireCredits(changing, 1, call);
      return begun(replaceNode(changing, parameters.node_id), 'ADAPTING');
    }),
    method('POST', 'cancel', service, async (parameters) => {
      find(parameters).machine.cancel();
      return {};
    }),
    // The second is what clients of ConPaaS 2.1 call it.
    ...['shutdown', 'stopall'].map((name) =>
      method('POST', name, {}, async () => {
        await application.shutdown();
        return {};
      }),
    ),
  ];
}

function scriptMethods(application: ApplicationManager): Method[] {
  const known = (sid: number) => application.service(sid).sid;
  return [
    method('UPLOAD', 'upload_startup_script', { script: uploadedFile(), sid: positiveInteger() }, async (given) => ({
      filename: await application.scripts.write(known(given.sid), given.script.path),
    })),
    method('GET', 'get_startup_script', { sid: positiveInteger() }, async ({ sid }) => {
      const script = await application.scripts.read(known(sid));
      if (script === undefined) throw new ConpaasError('STARTUP_SCRIPT_NONE');
      return script;
    }),
  ];
}
