import type { MadeVolume } from '../contract/made-volume.ts';
import type { NodeLog, ServerStatus, ServiceTypeDescription } from '../contract/service.ts';
import type { State } from '../contract/state.ts';
import type { AgentConfiguration, ManagerConfiguration } from '../wire/instance-configuration.ts';
import type { Method } from '../wire/method.ts';
import type { ManifestRules } from './manifest-type.ts';
import type { KeptVolume } from './volumes/volume-settings.ts';

/** What `definition.ts` of a type exports: everything the Director, UI and CLI know about it. */
export interface ServiceDefinition extends ServiceTypeDescription {
  /** The type in instance names: "web" for php and java (reference §10). */
  instanceType: string;
  /** Standard ports a node of this type may listen on, besides the agent's 5555. */
  nodePorts: readonly number[];
  /** Log files a node offers for each role it plays (reference §8.9), by their short names. */
  logs: Readonly<Record<string, readonly NodeLog[]>>;
  /** What manifests can say of a service of this type; the general rules where left out. */
  manifest?: Partial<ManifestRules>;
}

export interface Log {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

export interface AgentContext {
  configuration: AgentConfiguration;
  log: Log;
}

/** What `agent.ts` of a type exports as `createAgentService(context)`: the real servers of one node. */
export interface AgentService {
  methods: readonly Method[];
  /** Starts again what ran before the agent ended (after a crash or a restart of the computer). */
  restore(): Promise<void>;
  /** Ends all servers, letting running requests finish. */
  stop(): Promise<void>;
  servers(): ServerStatus[];
  /** What serves, for people: "haproxy 2.6.12, nginx 1.22.1, PHP 8.2.36". */
  runtime(): string;
  /** Absolute path of each log by its short name. */
  logs(): Record<string, string>;
}

/** A node of a service as its manager keeps it. */
export interface ServiceNode {
  readonly id: string;
  readonly vmid: string;
  readonly address: string;
  readonly cloud: string;
  /** Real port for each standard one that differs. */
  readonly ports: Record<string, number>;
  /** The role it was made for; a packed node's names several. What it plays now is `ServiceManager.rolesOf`. */
  readonly role: string;
  /** Oldest first; a replacement takes the place of the node it replaces. */
  readonly order: number;
  weights: Record<string, number>;
  state: 'starting' | 'running' | 'degraded' | 'lost';
  why: string | null;
  servers: ServerStatus[];
}

export interface AgentCallOptions {
  signal?: AbortSignal;
  /** Milliseconds until the call is given up; 30 s when left out. */
  timeLimit?: number;
}

/** How a manager talks to the agent of one node. @throws the agent's ConpaasError, or AGENT_UNREACHABLE */
export interface Agent {
  get(method: string, parameters?: Record<string, unknown>, options?: AgentCallOptions): Promise<unknown>;
  post(method: string, parameters?: Record<string, unknown>, options?: AgentCallOptions): Promise<unknown>;
  /** @param file sent as the part named `file` */
  upload(
    method: string,
    fields: Record<string, string>,
    file: { filename: string; path: string },
    options?: AgentCallOptions,
  ): Promise<unknown>;
}

/** One piece of long work on a service. */
export interface Task {
  /** Aborted by a cancel, the time limit or a stop of the service. */
  readonly signal: AbortSignal;
  /** @param percent of the whole work that is done when the step begins */
  step(name: string, percent: number): void;
}

/** A change of a running service that its type defines; it runs as ADAPTING. */
export interface ServiceChange {
  /** What it does, for the history: "Enabling code version code-x1y2z3". */
  reason: string;
  run(task: Task): Promise<void>;
  /** Brings back what was before; when it fails too, the service ends in ERROR. */
  undo(task: Task): Promise<void>;
}

/** SSH public keys in the form of authorized_keys. */
export interface AuthorizedKeys {
  list(): Promise<string[]>;
  /**
   * @param path of a file with a key a line
   * @returns how many were added: those that are there already are not
   * @throws AUTHORIZED_KEY_INVALID; nothing is added then
   */
  add(path: string): Promise<number>;
}

export interface VolumeOrder {
  /** Asking again with the same id gives the same volume. */
  requestId: string;
  name: string;
  /** Megabytes. */
  size: number;
  /** The volume is made where this node is. */
  agentId: string;
}

/** What a manager asks of the Director for its volumes. Each waits up to 60 s for a Director that is away. */
export interface VolumeProvider {
  /** @throws VOLUME_NAME_TAKEN, STORAGE_FULL, VOLUME_FAILED */
  make(order: VolumeOrder, signal: AbortSignal): Promise<MadeVolume>;
  /** Attaching it where it is already does no harm. */
  attach(name: string, agentId: string, device: string, signal: AbortSignal): Promise<void>;
  detach(name: string, signal: AbortSignal): Promise<void>;
  /** @param requestId with which it was made */
  destroy(name: string, requestId: string, signal: AbortSignal): Promise<void>;
}

/** The volumes of a service whose type has some. */
export interface ServiceVolumes {
  list(): readonly KeptVolume[];
  /** Of all its volumes, also of one that is being made. */
  names(): string[];
  /** @param size megabytes @returns when the change has begun: it is told by the state @throws WRONG_STATE, and the type's own reasons */
  create(name: string, size: number, node: ServiceNode): Promise<void>;
  /** Deletes a volume with what is on it. @throws VOLUME_NOT_FOUND, WRONG_STATE, and the type's own reasons */
  delete(name: string): Promise<void>;
}

/** What the manager program gives to a service type for one service. */
export interface ServiceHost {
  readonly sid: number;
  readonly configuration: ManagerConfiguration;
  /** A folder of this service that outlives its nodes and the manager. */
  readonly directory: string;
  readonly log: Log;
  state(): State;
  /** Its nodes that are there to stay and answer, oldest first. */
  nodes(): readonly ServiceNode[];
  agent(node: ServiceNode): Agent;
  /** Puts `ServiceManager.saved()` on disk. @throws STORAGE_FULL */
  save(): Promise<void>;
  /** @throws WRONG_STATE with the text of reference §7 */
  expectState(...expected: State[]): void;
  /**
   * Begins a change; the service is ADAPTING when this returns.
   * @returns the end of it; rejects with the reason when it failed and was undone. Need not be awaited.
   */
  change(change: ServiceChange): Promise<void>;
  /** SSH keys, shared by all services of the application. */
  readonly authorizedKeys: AuthorizedKeys;
  readonly volumes: VolumeProvider;
  /** Tells those who follow events that the code versions changed. */
  codeChanged(): void;
}

/** What nodes a service should consist of after `arrange`. */
export interface Arrangement {
  nodes: readonly ServiceNode[];
  /** Nodes that still run but are to be left; `arrange` takes the load off them. */
  leaving: readonly ServiceNode[];
  /** Nodes that may have lost or missed settings: they are told everything again. */
  distrusted?: ReadonlySet<string>;
}

/** What `manager.ts` of a type exports as `createServiceManager(host, saved)`: how its nodes are made one service. */
export interface ServiceManager {
  /** Role of each node a service starts with. */
  readonly startingRoles: readonly string[];
  /** Only types with volumes have it. */
  readonly volumes?: ServiceVolumes;
  /** Methods beside those common to all service managers. */
  readonly methods: readonly Method[];
  /** Called once, when the service is added. */
  prepare(): Promise<void>;
  /** Called after a restart of the manager, before anything else. */
  restore(): Promise<void>;
  /** What to keep on disk; given back to `createServiceManager`. */
  saved(): unknown;
  /**
   * @param counts by role, already checked to be known roles and not negative
   * @throws ConpaasError with the type's own rules
   */
  checkAdd(counts: Readonly<Record<string, number>>, nodes: readonly ServiceNode[]): void;
  /** Chooses the nodes to remove. @throws ConpaasError with the type's own rules */
  chooseRemoved(counts: Readonly<Record<string, number>>, nodes: readonly ServiceNode[]): ServiceNode[];
  /** Brings the servers of all nodes to what the arrangement needs, losing no request. May be called again at any time. */
  arrange(arrangement: Arrangement, task: Task): Promise<void>;
  /** Forgets what is known of nodes that no longer exist. */
  forget(ids: ReadonlySet<string>): void;
  /** Roles the node plays now. */
  rolesOf(node: ServiceNode): string[];
  /** Ids by role as `list_nodes` answers them. */
  listNodes(nodes: readonly ServiceNode[]): Record<string, string[]>;
  /** What `get_node_info` adds. */
  nodeInformation(node: ServiceNode): Record<string, unknown>;
  /** What `get_service_info` answers beside the state. */
  information(): { type: string } & Record<string, unknown>;
  url(nodes: readonly ServiceNode[]): string | null;
}

export type CreateServiceManager = (host: ServiceHost, saved: unknown) => ServiceManager;
export type CreateAgentService = (context: AgentContext) => AgentService | Promise<AgentService>;
