/** The package has no types of its own. */
declare module '@php-wasm/node-8-4' {
  /** @returns the loader of the interpreter; `dependencyFilename` is the absolute path of its WebAssembly */
  export function getPHPLoaderModule(): Promise<{ dependencyFilename: string }>;
}
