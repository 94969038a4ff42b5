import { randomInt } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ConpaasError } from '../../contract/errors.ts';
import type { UploadedFile } from '../../wire/method.ts';
import type { KeptVersion } from './kept-version.ts';

interface ArchiveSummary {
  files: number;
  /** The only folder at the archive's top, when everything is in it. */
  subfolder: string | null;
  filetype: KeptVersion['filetype'];
}
/** @throws ConpaasError ARCHIVE_… for an archive that must not be unpacked */
export type InspectArchive = (path: string, filename: string) => Promise<ArchiveSummary>;

/** The part of a service's settings that is kept here; changed in place. */
export interface CodeSettings {
  versions: KeptVersion[];
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
const partial = '.partial';

/** The code versions of one service: archives in its folder, what is known of them in its settings. */
export class CodeStore {
  readonly #directory: string;
  readonly #settings: CodeSettings;
  readonly #inspect: InspectArchive;
  readonly #save: () => Promise<void>;
  readonly #ids = new Set<string>();

  /** @param save puts the settings on disk */
  constructor(directory: string, settings: CodeSettings, inspect: InspectArchive, save: () => Promise<void>) {
    this.#directory = directory;
    this.#settings = settings;
    this.#inspect = inspect;
    this.#save = save;
  }

  /** Newest first. */
  list(): KeptVersion[] {
    return [...this.#settings.versions].reverse();
  }

  find(id: string | null): KeptVersion | undefined {
    return this.#settings.versions.find((version) => version.codeVersionId === id);
  }

  /** @throws CODE_VERSION_NOT_FOUND */
  get(id: string): KeptVersion {
    const version = this.find(id);
    if (!version) throw new ConpaasError('CODE_VERSION_NOT_FOUND', { version: id.slice(0, 100) });
    return version;
  }

  /** Path of a version's archive. */
  archive({ codeVersionId }: Pick<KeptVersion, 'codeVersionId'>): string {
    return join(this.#directory, codeVersionId);
  }

  /**
   * Takes over an uploaded archive once it was looked through. Nothing is left of one that is refused.
   * @throws ConpaasError ARCHIVE_…, STORAGE_FULL
   */
  async add(upload: UploadedFile, description: string): Promise<KeptVersion> {
    const filename = plainName(upload.filename);
    const summary = await this.#inspect(upload.path, filename);
    const codeVersionId = this.#newId();
    const created = new Date().toISOString();
    const version = { ...summary, codeVersionId, filename, description, created, size: upload.size, lifted: false };
    await this.#keep(version, (path) =>
      pipeline(createReadStream(upload.path), createWriteStream(path, { mode: 0o600 })),
    );
    return version;
  }

  /** The version that a fresh service has. */
  async addBuiltIn(version: Omit<KeptVersion, 'created' | 'size'>, archive: Buffer): Promise<void> {
    const whole = { ...version, created: new Date().toISOString(), size: archive.length };
    await this.#keep(whole, (path) => writeFile(path, archive, { mode: 0o600 }));
  }

  async remove(id: string): Promise<void> {
    this.#settings.versions = this.#settings.versions.filter((version) => version.codeVersionId !== id);
    await this.#save();
    await rm(join(this.#directory, id), { force: true });
  }

  /** Deletes what uploads left that were cut off by the end of the manager. */
  async clean(): Promise<void> {
    const names = await readdir(this.#directory).catch((): string[] => []);
    const strays = names.filter((name) => !this.find(name));
    await Promise.all(strays.map((name) => rm(join(this.#directory, name), { force: true, recursive: true })));
  }

  async #keep(version: KeptVersion, write: (path: string) => Promise<void>): Promise<void> {
    const path = this.archive(version);
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      await write(path + partial);
      await rename(path + partial, path);
      this.#settings.versions.push(version);
      await this.#save();
    } catch (thrown) {
      this.#settings.versions = this.#settings.versions.filter((other) => other !== version);
      await Promise.all([rm(path + partial, { force: true }), rm(path, { force: true })]);
      throw fullDisk(thrown);
    } finally {
      this.#ids.delete(version.codeVersionId);
    }
  }

  #newId(): string {
    const random = () => Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('');
    let id = `code-${random()}`;
    while (this.find(id) || this.#ids.has(id)) id = `code-${random()}`;
    this.#ids.add(id);
    return id;
  }
}

function fullDisk(thrown: unknown): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return thrown;
  return new ConpaasError('STORAGE_FULL', { place: 'the code of the service' }, { cause: thrown });
}

/** A name without folders and control characters; browsers and old clients send whole paths. */
function plainName(filename: string): string {
  const last = filename.split(/[\\/]/).pop() ?? '';
  // Control characters would go into headers and logs.
  return last.replace(/\p{Cc}/gu, '').slice(-200) || 'code';
}
