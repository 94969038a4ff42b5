import type { Logger } from '../../logging/logger.ts';
import type { InstanceKind } from '../cloud.ts';

/** A program that runs inside instances. */
interface LocalProgram {
  /** Absolute path of the Node executable. */
  node: string;
  /** Options for Node itself. */
  execArgv: readonly string[];
  /** Absolute path of the file that Node runs. */
  entry: string;
  /** Files and folders that the program needs to read: its own code, node_modules. Nothing that is secret. */
  readOnly: readonly string[];
}

export interface InstanceLimits {
  /** Memory of all processes of one instance together, in bytes. */
  memoryBytes: number;
  /** Processes and threads of one instance together; a Node program alone has about 12. */
  processes: number;
}

export interface LocalCloudOptions {
  /** Absolute path of the folder with a folder for each instance. */
  instancesDirectory: string;
  /** Absolute path of the folder for what outlives instances. */
  storageDirectory: string;
  programs: Readonly<Record<InstanceKind, LocalProgram>>;
  /** Tells this Director apart from others on the same computer, so that they rarely choose the same addresses. */
  installationId: string;
  limits: InstanceLimits;
  log: Logger;
  /** "never" leaves ports below 1024 alone even where they may be used. */
  privilegedPorts?: 'auto' | 'never';
  /** "none" runs instances without a sandbox. */
  isolation?: 'auto' | 'none';
  /** "folders" makes no volume a file system of its own, as for users who may not mount any. */
  volumes?: 'auto' | 'folders';
  /** "single" gives every instance 127.0.0.1 and ports of its own, as on macOS. */
  addresses?: 'auto' | 'single';
}
