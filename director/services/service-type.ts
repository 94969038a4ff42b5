import type { ServerStatus, ServiceTypeDescription } from '../contract/service.ts';
import type { AgentConfiguration } from '../wire/instance-configuration.ts';
import type { Method } from '../wire/method.ts';

/** What `definition.ts` of a type exports: everything the Director, UI and CLI know about it. */
export interface ServiceDefinition extends ServiceTypeDescription {
  /** The type in instance names: "web" for php and java (reference §10). */
  instanceType: string;
  /** Standard ports a node of this type may listen on, besides the agent's 5555. */
  nodePorts: readonly number[];
}

export interface AgentContext {
  configuration: AgentConfiguration;
  log: { info(text: string): void; warn(text: string): void; error(text: string): void };
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
