/**
 * Which process is meant. A pid alone is used again by the system after a while; together with the start time it names
 * one process for ever.
 */
export interface ProcessIdentity {
  pid: number;
  /** As `processStartTime` gives it; its form differs from system to system and is only ever compared. */
  startTime: string;
}

/** A running process and where it stands. */
export interface ProcessEntry extends ProcessIdentity {
  parent: number;
  /** Process group; the pid itself where the system has none (Windows). */
  group: number;
  session: number;
  threads: number;
}
