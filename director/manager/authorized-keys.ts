import { readFile, rm, stat } from 'node:fs/promises';
import { ConpaasError } from '../contract/errors.ts';
import type { AuthorizedKeys } from '../services/service-type.ts';
import { Lane } from './lane.ts';
import { keyOf } from './ssh-key.ts';
import { replaceDurably, storageFailure } from './state-file.ts';

const longestBytes = 100_000;
const mostKeys = 1000;

/** `<storage>/authorized_keys`: the SSH keys of an application, a line each. */
export class AuthorizedKeysFile implements AuthorizedKeys {
  readonly #path: string;
  readonly #lane = new Lane();

  constructor(path: string) {
    this.#path = path;
  }

  async list(): Promise<string[]> {
    const text = await readFile(this.#path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code === 'ENOENT') return '';
      throw thrown;
    });
    return text.split('\n').filter((line) => line !== '');
  }

  add(path: string): Promise<number> {
    return this.#lane.run(async () => {
      if ((await stat(path)).size > longestBytes)
        throw new ConpaasError('INVALID_INPUT', { problem: `the keys are longer than ${longestBytes} bytes` });
      const given = (await readFile(path, 'utf8')).split(/\r?\n/).map((line) => line.trim());
      const kept = await this.list();
      const known = new Set(kept.map((line) => keyOf(line, 0).blob));
      const before = kept.length;
      for (const [index, line] of given.entries()) {
        // Empty lines and comments are part of the form of authorized_keys.
        if (line === '' || line.startsWith('#')) continue;
        const { blob } = keyOf(line, index + 1);
        if (known.has(blob)) continue;
        known.add(blob);
        kept.push(line);
      }
      if (kept.length > mostKeys)
        throw new ConpaasError('INVALID_INPUT', { problem: `an application has at most ${mostKeys} keys` });
      if (kept.length > before) await this.#write(kept);
      return kept.length - before;
    });
  }

  async #write(lines: readonly string[]): Promise<void> {
    try {
      await replaceDurably(this.#path, `${lines.join('\n')}\n`);
    } catch (thrown) {
      await rm(`${this.#path}.new`, { force: true });
      throw storageFailure(thrown, this.#path);
    }
  }
}
