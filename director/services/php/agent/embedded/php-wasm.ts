/**
 * What is used of @php-wasm/node and @php-wasm/universal 3.1. Their own types import files without an extension, which
 * TypeScript does not find in an ES module.
 */
export interface PhpWasmNode {
  /** Starts an interpreter. @returns a number that stands for it */
  loadNodeRuntime(version: '8.4', options: { emscriptenOptions: RuntimeOptions }): Promise<number>;
  /** Lets PHP see a folder of this computer. */
  createNodeFsMountHandler(path: string): unknown;
}

export interface PhpWasmUniversal {
  PHP: new (runtime: number) => Php;
  setPhpIniEntries(php: Php, entries: Record<string, string>): Promise<void>;
}

interface RuntimeOptions {
  /** Different for each interpreter, as files are locked in its name. */
  processId: number;
  /** Called with the interpreter's module right before it runs. */
  preRun: ((module: object) => void)[];
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
}

export interface Php {
  setSapiName(name: string): Promise<void>;
  mkdirTree(path: string): void;
  writeFile(path: string, text: string): void;
  mount(path: string, handler: unknown): Promise<unknown>;
  run(options: { code: string }): Promise<unknown>;
  runStream(options: PhpRun): Promise<PhpAnswer>;
}

interface PhpRun {
  scriptPath: string;
  relativeUri: string;
  method: string;
  headers: Record<string, string>;
  /** Entries beside those that the interpreter makes itself. */
  $_SERVER: Record<string, string>;
  env: Record<string, string>;
  body?: Uint8Array;
}

interface PhpAnswer {
  httpStatusCode: Promise<number>;
  headers: Promise<Record<string, string[]>>;
  stdout: AsyncIterable<Uint8Array>;
  stderrText: Promise<string>;
  exitCode: Promise<number>;
}
