import type { CloudDescription } from '../contract/system.ts';

/** What an instance is for: the manager of an application, or the agent of one node of a service. */
export type InstanceKind = 'manager' | 'agent';

export interface InstanceSpec {
  /** Chosen by the Director and recorded before anything is made, so that what a crash leaves can be found: 8 hex digits. */
  vmid: string;
  /** By the naming rule of reference §10, for example conpaas-u1-a7-s2-web. */
  name: string;
  kind: InstanceKind;
  uid: number;
  aid: number;
  /** null for a manager. */
  sid: number | null;
  /** Standard ports the instance will listen on, for example [443] or [5555, 80, 8080, 9000, 8000]. */
  ports: readonly number[];
  /** Files laid into the instance's configuration folder once address and ports are known. Readable by the owner only. */
  files: (placement: Placement) => Promise<Record<string, string>> | Record<string, string>;
  /** A shell script run once, to its end, before the program starts; another exit code than 0 means that the creation failed. */
  startupScript?: string;
}

/** Where an instance came to lie. */
export interface Placement {
  /** The address others use, for example 127.83.4.2. */
  address: string;
  /** Real port for each standard one that differs or was asked for: {"443": 8443}. */
  ports: Record<string, number>;
  /** Folders as the program inside the instance sees them. */
  directories: InstanceDirectories;
}

export interface InstanceDirectories {
  /** Certificates and config.json. */
  configuration: string;
  /** What belongs to this instance only; gone when it is destroyed. */
  data: string;
  logs: string;
  /**
   * What outlives the instance: for a manager the application's, for an agent its service's folder. On `local` all agents of
   * a service see the same folder under the same path; on other clouds each has its own.
   */
  storage: string;
}

export interface Instance {
  vmid: string;
  name: string;
  kind: InstanceKind;
  uid: number;
  aid: number;
  sid: number | null;
  address: string;
  ports: Record<string, number>;
  /** "dead": it exists (folder, disk) but nothing runs in it. */
  state: 'running' | 'dead';
  /** Why it is dead, in words that follow "because", where that is known: "it ended with exit code 1". */
  why?: string;
  /** Path of the instance's logs on this computer, where there is one. */
  logDirectory?: string;
}

/** Whose storage: an application's (sid null: the manager's own) or one service's. */
export interface StorageOwner {
  uid: number;
  aid: number;
  sid: number | null;
}

/**
 * A place where instances run. Methods throw ConpaasError. "No answer" from a cloud is an error, never an empty list.
 */
export interface Cloud {
  readonly name: string;
  describe(): Promise<CloudDescription>;
  /**
   * Makes an instance and starts its program; resolves when the process or machine exists, before it answers.
   * On failure or abort nothing of it is left.
   */
  create(spec: InstanceSpec, signal: AbortSignal): Promise<Instance>;
  /** Ends every process of the instance and deletes what it had. Resolves also when there is no such instance. */
  destroy(vmid: string): Promise<void>;
  /** Starts the program of a dead instance again, on the same disk and address. */
  restart(vmid: string): Promise<Instance>;
  list(): Promise<Instance[]>;
  get(vmid: string): Promise<Instance | undefined>;
  /** Calls `listener` when an instance that was running is found dead. @returns a disposer */
  onDeath(listener: (instance: Instance) => void): () => void;
  /** Deletes what outlived the instances of this owner. Refused by an error while one of them still exists. */
  destroyStorage(owner: StorageOwner): Promise<void>;
}
