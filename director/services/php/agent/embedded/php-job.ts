/** A request as it is handed to a thread that runs PHP. */
export interface PhpJob {
  id: number;
  /** Paths as PHP sees them. */
  script: string;
  uri: string;
  method: string;
  headers: Record<string, string>;
  body: Uint8Array | undefined;
  /** Entries of $_SERVER. */
  server: Record<string, string>;
}

/** What a thread is started with. */
export interface PhpThreadData {
  /** The compiled interpreter, shared by all threads: each would take 85 MB and 0.2 s for its own. */
  module: WebAssembly.Module;
  /** Tells runtimes apart where files are locked. */
  processId: number;
  /** Folders that scripts may see: path on this computer by path in PHP. */
  mounts: Record<string, string>;
  ini: Record<string, string>;
  environment: Record<string, string>;
}

/** What a thread tells. Without an id: of the thread itself. */
export type PhpMessage =
  | { type: 'ready' }
  | { type: 'head'; id: number; status: number; headers: Record<string, string[]> }
  | { type: 'chunk'; id: number; bytes: Uint8Array<ArrayBuffer> }
  /** @param errors what PHP wrote to its error output */
  | { type: 'end'; id: number; errors: string }
  /** The runtime broke; the thread must not be used any more. */
  | { type: 'broken'; id: number; why: string };
