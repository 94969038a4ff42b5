import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConpaasError } from '../contract/errors.ts';
import { storageFailure } from './state-file.ts';

const scriptName = 'startup.sh';
/** The contract's limit for a script that travels with a request for nodes. */
const longestScript = 1_000_000;

/** Startup scripts of services, run by new nodes before their agent starts. */
export class StartupScripts {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async read(sid: number): Promise<string | undefined> {
    try {
      return await readFile(this.#path(sid), 'utf8');
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
      throw thrown;
    }
  }

  /** Takes over an uploaded file. @returns the name under which it is known @throws INVALID_INPUT, STORAGE_FULL */
  async write(sid: number, upload: string): Promise<string> {
    const script = await readFile(upload, 'utf8');
    if (script.length > longestScript)
      throw new ConpaasError('INVALID_INPUT', { problem: `the script has more than ${longestScript} characters` });
    const path = this.#path(sid);
    try {
      await mkdir(join(this.#directory, String(sid)), { recursive: true, mode: 0o700 });
      await writeFile(`${path}.new`, script, { mode: 0o600 });
      await rename(`${path}.new`, path);
    } catch (thrown) {
      await rm(`${path}.new`, { force: true });
      throw storageFailure(thrown, path);
    }
    return scriptName;
  }

  async remove(sid: number): Promise<void> {
    await rm(join(this.#directory, String(sid)), { recursive: true, force: true });
  }

  #path(sid: number): string {
    return join(this.#directory, String(sid), scriptName);
  }
}
