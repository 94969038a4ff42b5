import type { ChildProcess } from 'node:child_process';

/** How to run one server of a node. */
export interface ServerProgram {
  /** For people and in file names: "haproxy". */
  name: string;
  command: string;
  arguments: readonly string[];
  /** The whole environment; nothing is inherited. */
  environment: Readonly<Record<string, string>>;
  /** Working folder; exists. */
  directory: string;
  /** Files that what it prints is appended to. */
  output: string;
  errors: string;
  /** Short name of the log that tells why it does not start. */
  logName: string;
  /** Checks what must be true before it is started. @throws ConpaasError, for example PORT_TAKEN */
  before?(): Promise<void>;
  /** Resolves when it takes requests. The signal is aborted when the process has ended or the time is up. */
  ready(child: ChildProcess, signal: AbortSignal): Promise<void>;
  /** Whether the child gets a channel for messages; it then ends by itself when the agent is gone. */
  messages?: boolean;
  /** Asks it to end, where a signal would not do; in place of `stopSignal`. */
  askToStop?(child: ChildProcess): void;
  /** Sent to end it so that running requests are finished. */
  stopSignal: NodeJS.Signals;
  /** Milliseconds it may take to end after `stopSignal`; then it is killed. */
  stopLimitMs: number;
}
