import type { ServerStatus } from '../../../contract/service.ts';

/** What flowed through a server since it started. */
export interface Counters {
  requests: number;
  /** Answers with a status of 500 and above. */
  errors: number;
  /** Requests under way. */
  active: number;
}

/** The server that plays one role on this node. */
export interface RoleServer<Settings> {
  /**
   * Starts it with these settings, or changes the running one to them without losing a request.
   * @throws ConpaasError SERVER_FAILED, PORT_TAKEN
   */
  apply(settings: Settings): Promise<void>;
  /** As `apply`, after a restart of the agent: a server that does not start is tried again and again. */
  restore(settings: Settings): Promise<void>;
  /** Ends it once running requests are finished. */
  stop(): Promise<void>;
  /** undefined while it plays no role. */
  status(): ServerStatus | undefined;
  /** undefined while it does not run. */
  counters(): Promise<Counters | undefined>;
}
