import { z } from 'zod';
import { application, applicationName } from './application.ts';
import { codeVersion, configuration } from './code.ts';
import { operation } from './operation.ts';
import { node, nodeCounts, nodeLog, service, serviceType, traffic, transition } from './service.ts';
import { cloudDescription, sample, session, settings, system } from './system.ts';

/** Who may call a route: `public` anybody; `user` a session or a user certificate; `manager` a manager's certificate. */
export type Audience = 'public' | 'user' | 'manager';

/** How a body travels: as JSON (the default), as a raw file, or as a stream of events. */
export interface RouteDefinition {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  audience: Audience;
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** "file": the body is the file's bytes. */
  request?: 'file';
  response?: z.ZodType;
  /** "file": an attachment; "text": plain text; "events": server-sent events of the given schema. */
  answers?: 'file' | 'text' | 'events';
  status?: 200 | 201 | 202 | 204;
}

const number = z.coerce.number().int().positive();
const aid = z.object({ aid: number });
const sid = aid.extend({ sid: number });
const nodeId = sid.extend({ nodeId: z.string() });
const version = sid.extend({ version: z.string() });
const cloudChoice = z.object({ cloud: z.string().optional() });
const started = { response: operation, status: 202 } as const;

const define = <const T extends Record<string, RouteDefinition>>(table: T): T => table;

const services = '/api/applications/:aid/services';
const one = `${services}/:sid` as const;

/** Every route of the modern API. Client types, validation, OpenAPI and the CLI come from this table. */
export const routes = define({
  // Session and Director
  getVersion: {
    method: 'GET',
    path: '/api/version',
    audience: 'public',
    summary: 'Version of the Director',
    response: z.object({ version: z.string() }),
  },
  openSession: {
    method: 'POST',
    path: '/api/session',
    audience: 'public',
    summary: 'Exchange the one-time launch token for a session cookie',
    body: z.object({ launchToken: z.string() }),
    response: session,
  },
  getSession: { method: 'GET', path: '/api/session', audience: 'user', summary: 'Who is asking', response: session },
  createLaunchToken: {
    method: 'POST',
    path: '/api/launch-tokens',
    audience: 'user',
    summary: 'Make a one-time token that opens the UI',
    response: z.object({ url: z.string(), launchToken: z.string() }),
    status: 201,
  },
  getSystem: {
    method: 'GET',
    path: '/api/system',
    audience: 'user',
    summary: 'What this computer offers and how the Director uses it',
    response: system,
  },
  getSettings: { method: 'GET', path: '/api/settings', audience: 'user', summary: 'Settings', response: settings },
  updateSettings: {
    method: 'PATCH',
    path: '/api/settings',
    audience: 'user',
    summary: 'Change settings',
    body: settings.partial(),
    response: settings,
  },
  listClouds: {
    method: 'GET',
    path: '/api/clouds',
    audience: 'user',
    summary: 'Clouds',
    response: z.array(cloudDescription),
  },
  listServiceTypes: {
    method: 'GET',
    path: '/api/service-types',
    audience: 'user',
    summary: 'Service types with roles, settings and logs',
    response: z.array(serviceType),
  },
  followEvents: {
    method: 'GET',
    path: '/api/events',
    audience: 'user',
    summary: 'Changes as server-sent events (see the schema Event); resumes with Last-Event-ID',
    answers: 'events',
  },

  // Applications
  listApplications: {
    method: 'GET',
    path: '/api/applications',
    audience: 'user',
    summary: 'Applications of the caller',
    response: z.array(application),
  },
  createApplication: {
    method: 'POST',
    path: '/api/applications',
    audience: 'user',
    summary: 'Create an application',
    body: z.object({ name: applicationName }),
    response: application,
    status: 201,
  },
  getApplication: {
    method: 'GET',
    path: '/api/applications/:aid',
    audience: 'user',
    summary: 'One application',
    params: aid,
    response: application,
  },
  renameApplication: {
    method: 'PATCH',
    path: '/api/applications/:aid',
    audience: 'user',
    summary: 'Rename an application',
    params: aid,
    body: z.object({ name: applicationName }),
    response: application,
  },
  deleteApplication: {
    method: 'DELETE',
    path: '/api/applications/:aid',
    audience: 'user',
    summary: 'Delete an application with its services and data',
    params: aid,
    ...started,
  },
  startApplication: {
    method: 'POST',
    path: '/api/applications/:aid/start',
    audience: 'user',
    summary: 'Start an application',
    params: aid,
    body: cloudChoice,
    ...started,
  },
  stopApplication: {
    method: 'POST',
    path: '/api/applications/:aid/stop',
    audience: 'user',
    summary: 'Stop an application; its services, code and data stay',
    params: aid,
    ...started,
  },
  getApplicationInfo: {
    method: 'GET',
    path: '/api/applications/:aid/info',
    audience: 'user',
    summary: 'Live states, nodes and volumes as the manager tells them',
    params: aid,
    response: z.object({
      states: z.record(z.string(), z.string()),
      nodes: z.array(z.string()),
      volumes: z.array(z.string()),
    }),
  },
  getApplicationLog: {
    method: 'GET',
    path: '/api/applications/:aid/log',
    audience: 'user',
    summary: 'Log of the manager',
    params: aid,
    answers: 'text',
  },

  // Services
  listAllServices: {
    method: 'GET',
    path: '/api/services',
    audience: 'user',
    summary: 'Services of all applications of the caller',
    response: z.array(service),
  },
  listServices: {
    method: 'GET',
    path: services,
    audience: 'user',
    summary: 'Services of an application',
    params: aid,
    response: z.array(service),
  },
  addService: {
    method: 'POST',
    path: services,
    audience: 'user',
    summary: 'Add a service',
    params: aid,
    body: z.object({ type: z.string(), name: z.string().trim().min(1).max(256).optional() }),
    response: service,
    status: 201,
  },
  getService: { method: 'GET', path: one, audience: 'user', summary: 'One service', params: sid, response: service },
  renameService: {
    method: 'PATCH',
    path: one,
    audience: 'user',
    summary: 'Rename a service',
    params: sid,
    body: z.object({ name: z.string().trim().min(1).max(256) }),
    response: service,
  },
  removeService: {
    method: 'DELETE',
    path: one,
    audience: 'user',
    summary: 'Remove a service with its code and data',
    params: sid,
    ...started,
  },
  startService: {
    method: 'POST',
    path: `${one}/start`,
    audience: 'user',
    summary: 'Start a service',
    params: sid,
    body: cloudChoice,
    ...started,
  },
  stopService: {
    method: 'POST',
    path: `${one}/stop`,
    audience: 'user',
    summary: 'Stop a service; its code and data stay',
    params: sid,
    ...started,
  },
  getServiceInfo: {
    method: 'GET',
    path: `${one}/info`,
    audience: 'user',
    summary: 'What the manager tells of the service (get_service_info)',
    params: sid,
    response: z.record(z.string(), z.unknown()),
  },
  getServiceHistory: {
    method: 'GET',
    path: `${one}/history`,
    audience: 'user',
    summary: 'Transitions, oldest first',
    params: sid,
    response: z.array(transition),
  },
  getServiceLog: {
    method: 'GET',
    path: `${one}/log`,
    audience: 'user',
    summary: "Log of the service's manager",
    params: sid,
    answers: 'text',
  },
  getStartupScript: {
    method: 'GET',
    path: `${one}/startup-script`,
    audience: 'user',
    summary: 'Startup script for new nodes',
    params: sid,
    answers: 'text',
  },
  setStartupScript: {
    method: 'PUT',
    path: `${one}/startup-script`,
    audience: 'user',
    summary: 'Replace the startup script',
    params: sid,
    body: z.object({ script: z.string().max(1_000_000) }),
    status: 204,
  },

  // Nodes
  listNodes: {
    method: 'GET',
    path: `${one}/nodes`,
    audience: 'user',
    summary: 'Nodes with their roles, servers and logs',
    params: sid,
    response: z.array(node),
  },
  addNodes: {
    method: 'POST',
    path: `${one}/nodes/add`,
    audience: 'user',
    summary: 'Add nodes',
    params: sid,
    body: z.object({ nodes: nodeCounts, cloud: z.string().optional() }),
    ...started,
  },
  removeNodes: {
    method: 'POST',
    path: `${one}/nodes/remove`,
    audience: 'user',
    summary: 'Remove nodes',
    params: sid,
    body: z.object({ nodes: nodeCounts }),
    ...started,
  },
  replaceNode: {
    method: 'POST',
    path: `${one}/nodes/:nodeId/replace`,
    audience: 'user',
    summary: 'Put a new node in the place of a lost one',
    params: nodeId,
    ...started,
  },
  setWeights: {
    method: 'PUT',
    path: `${one}/weights`,
    audience: 'user',
    summary: 'Share of the load per node',
    params: sid,
    body: z.object({
      web: z.record(z.string(), z.int().min(0).max(256)),
      backend: z.record(z.string(), z.int().min(0).max(256)),
    }),
    status: 204,
  },
  getTraffic: {
    method: 'GET',
    path: `${one}/traffic`,
    audience: 'user',
    summary: 'Counters of what flows through the nodes',
    params: sid,
    response: traffic,
  },
  listNodeLogs: {
    method: 'GET',
    path: `${one}/nodes/:nodeId/logs`,
    audience: 'user',
    summary: 'Logs of a node',
    params: nodeId,
    response: z.array(nodeLog),
  },
  getNodeLog: {
    method: 'GET',
    path: `${one}/nodes/:nodeId/logs/:filename`,
    audience: 'user',
    summary: 'A log, or its end',
    params: nodeId.extend({ filename: z.string() }),
    query: z.object({ tail: z.coerce.number().int().positive().optional() }),
    answers: 'text',
  },
  followNodeLog: {
    method: 'GET',
    path: `${one}/nodes/:nodeId/logs/:filename/follow`,
    audience: 'user',
    summary: 'A log live: server-sent events whose data is a JSON string with new text',
    params: nodeId.extend({ filename: z.string() }),
    answers: 'events',
  },

  // Code and configuration
  listCodeVersions: {
    method: 'GET',
    path: `${one}/code-versions`,
    audience: 'user',
    summary: 'Code versions, newest first',
    params: sid,
    response: z.array(codeVersion),
  },
  uploadCodeVersion: {
    method: 'POST',
    path: `${one}/code-versions`,
    audience: 'user',
    summary: 'Upload an archive (the body is the file)',
    params: sid,
    query: z.object({ filename: z.string().min(1).max(255), description: z.string().max(1000).optional() }),
    request: 'file',
    response: codeVersion,
    status: 201,
  },
  downloadCodeVersion: {
    method: 'GET',
    path: `${one}/code-versions/:version/archive`,
    audience: 'user',
    summary: 'The archive as it was uploaded',
    params: version,
    answers: 'file',
  },
  liftCodeVersion: {
    method: 'POST',
    path: `${one}/code-versions/:version/lift`,
    audience: 'user',
    summary: "Serve the archive's only subfolder as the root",
    params: version,
    body: z.object({ lifted: z.boolean() }),
    response: codeVersion,
  },
  enableCodeVersion: {
    method: 'POST',
    path: `${one}/code-versions/:version/enable`,
    audience: 'user',
    summary: 'Serve this version',
    params: version,
    ...started,
  },
  deleteCodeVersion: {
    method: 'DELETE',
    path: `${one}/code-versions/:version`,
    audience: 'user',
    summary: 'Delete a version',
    params: version,
    status: 204,
  },
  getConfiguration: {
    method: 'GET',
    path: `${one}/configuration`,
    audience: 'user',
    summary: 'Settings of the service',
    params: sid,
    response: configuration,
  },
  updateConfiguration: {
    method: 'PATCH',
    path: `${one}/configuration`,
    audience: 'user',
    summary: 'Change settings',
    params: sid,
    body: z.object({ values: z.record(z.string(), z.string()) }),
    ...started,
  },

  // Operations and samples
  listOperations: {
    method: 'GET',
    path: '/api/operations',
    audience: 'user',
    summary: 'Operations, newest first',
    query: z.object({
      aid: number.optional(),
      state: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    response: z.array(operation),
  },
  getOperation: {
    method: 'GET',
    path: '/api/operations/:id',
    audience: 'user',
    summary: 'One operation',
    params: z.object({ id: z.string() }),
    response: operation,
  },
  cancelOperation: {
    method: 'POST',
    path: '/api/operations/:id/cancel',
    audience: 'user',
    summary: 'Ask an operation to stop',
    params: z.object({ id: z.string() }),
    response: operation,
  },
  listSamples: {
    method: 'GET',
    path: '/api/samples',
    audience: 'user',
    summary: 'Sample applications',
    response: z.array(sample),
  },
  deploySample: {
    method: 'POST',
    path: '/api/samples/:name/deploy',
    audience: 'user',
    summary: 'Create, start and fill an application from a sample',
    params: z.object({ name: z.string() }),
    ...started,
  },

  // Callbacks of managers (modern form of /create_nodes and /remove_nodes)
  createNodes: {
    method: 'POST',
    path: '/api/manager/nodes',
    audience: 'manager',
    summary: 'Create instances for a service of the calling application',
    body: z.object({
      /** Chosen by the manager; a repeated request with the same id gives the same nodes, so that it may be sent again. */
      requestId: z.string().min(8).max(64),
      sid: z.int().positive(),
      serviceType: z.string(),
      nodes: z
        .array(z.object({ role: z.string(), cloud: z.string() }))
        .min(1)
        .max(64),
      startupScript: z.string().optional(),
    }),
    response: z.array(z.lazy(() => createdNode)),
  },
  destroyNodes: {
    method: 'POST',
    path: '/api/manager/nodes/remove',
    audience: 'manager',
    summary: 'Destroy instances of the calling application',
    body: z.object({ ids: z.array(z.string()).min(1) }),
    status: 204,
  },
});

/** What a manager gets for each instance it asked for. */
export const createdNode = z.object({
  id: z.string(),
  vmid: z.string(),
  address: z.string(),
  cloud: z.string(),
  role: z.string(),
  /** Real port for each standard one: {"80": 8081, "5555": 5555}; a port that is not named stands for itself. */
  ports: z.record(z.string(), z.int()),
});
export type CreatedNode = z.infer<typeof createdNode>;

export type Routes = typeof routes;
export type RouteName = keyof Routes;
