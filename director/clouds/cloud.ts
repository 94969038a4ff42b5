import type { CloudDescription } from '../contract/system.ts';
import type { Credentials } from '../wire/method.ts';

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
  /** Whether volumes may be attached to it. */
  volumes?: boolean;
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
  /** Where volumes appear, each under its name; /media when left out. */
  volumes?: string;
  /** A folder of the agent's own at the place where ConPaaS 2.1 had it; /var/cache/cpsagent when left out. */
  cache?: string;
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

export interface VolumeSpec {
  /** Chosen by the Director and recorded before anything is made: 8 hex digits. */
  id: string;
  /** By reference §8.1: vol-<name>. */
  name: string;
  owner: StorageOwner;
  /** Of 1,048,576 bytes. */
  megabytes: number;
}

export interface CloudVolume {
  /** How the size is kept, in words: "a file of that size with a file system of its own". */
  kept: string;
  /** The cloud cannot keep it below its size: whoever uses it has to look after that. */
  watched: boolean;
}

/**
 * A place where instances run. Methods throw ConpaasError. "No answer" from a cloud is an error, never an empty list.
 */
export interface Cloud {
  readonly name: string;
  /** true: while this computer sleeps or is off, its instances do not run, and cost nothing. */
  readonly runsOnThisComputer: boolean;
  describe(): Promise<CloudDescription>;
  /**
   * Makes an instance and starts its program; resolves when the process or machine exists, before it answers.
   * On failure or abort nothing of it is left.
   */
  create(spec: InstanceSpec, signal: AbortSignal): Promise<Instance>;
  /**
   * Ends every process of the instance and deletes what it had; volumes attached to it are detached and stay. Resolves also
   * when there is no such instance.
   */
  destroy(vmid: string): Promise<void>;
  /** Starts the program of a dead instance again, on the same disk and address. */
  restart(vmid: string): Promise<Instance>;
  /**
   * Lays another key and certificate into the configuration folder of an instance and starts its program again, for one that cannot be
   * reached any more as its own certificate has ended. Absent where the cloud cannot write to instances that exist.
   */
  replaceCredentials?(vmid: string, credentials: Credentials): Promise<Instance>;
  list(): Promise<Instance[]>;
  get(vmid: string): Promise<Instance | undefined>;
  /** Calls `listener` when an instance that was running is found dead. @returns a disposer */
  onDeath(listener: (instance: Instance) => void): () => void;
  /** Makes an empty volume, attached to nothing. On failure or abort nothing of it is left. @throws STORAGE_FULL, VOLUME_FAILED */
  createVolume(spec: VolumeSpec, signal: AbortSignal): Promise<CloudVolume>;
  /**
   * Gives a volume to an instance, which finds it under `name` in its folder for volumes. One that it has already stays so.
   * @param device by which an instance that is a machine sees it first: "sdb"
   * @returns where programs in the instance find it: /media/<name>
   */
  attachVolume(id: string, vmid: string, name: string, device: string): Promise<string>;
  /** Takes a volume from the instance it is attached to; what is on it stays. Resolves also when it is attached to none. */
  detachVolume(id: string): Promise<void>;
  /** Deletes a volume that is attached to nothing. Resolves also when there is no such volume. */
  destroyVolume(id: string): Promise<void>;
  /** Deletes what outlived the instances of this owner, volumes included. Refused by an error while one of them still exists. */
  destroyStorage(owner: StorageOwner): Promise<void>;
}
