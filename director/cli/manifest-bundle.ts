import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import { z } from 'zod';
import { ConpaasError } from '../contract/errors.ts';

/** Fields of a service that may name a file beside the manifest. */
const named = ['Archive', 'StartupScript', 'Dump'] as const;
const services = z.looseObject({ Services: z.array(z.record(z.string(), z.unknown())) });

/** Paths that lead into the manifest's folder; what leads elsewhere is the Director's to refuse. */
const isBeside = (path: string) =>
  !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(path) && !path.startsWith('/') && !path.split(/[\\/]/).includes('..');

/** Files and folders that a manifest names by a path relative to itself, as far as they exist. */
async function filesBeside(path: string, text: string): Promise<string[]> {
  const found = services.safeParse(JSON.parse(text)).data?.Services ?? [];
  const paths = found
    .flatMap((service) => named.map((field) => service[field]))
    .filter((value) => typeof value === 'string');
  const beside = [...new Set(paths.filter(isBeside).map((each) => posix.normalize(each)))];
  const exist = await Promise.all(beside.map((each) => stat(join(dirname(path), each)).catch(() => undefined)));
  return beside.filter((_, index) => exist[index] !== undefined);
}

async function addFile(archive: Pack, name: string, file: string): Promise<void> {
  const { size, mode } = await stat(file);
  await pipeline(createReadStream(file), archive.entry({ name, size, mode: mode & 0o777 }));
}

async function add(archive: Pack, name: string, path: string): Promise<void> {
  if (!(await stat(path)).isDirectory()) return addFile(archive, name, path);
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const file = join(entry.parentPath, entry.name);
      await addFile(archive, posix.join(name, file.slice(path.length).replaceAll('\\', '/')), file);
    }
}

/**
 * Packs a manifest with the files it names beside itself.
 * @param text the manifest at `path`
 * @param send is given the archive, which is removed afterwards
 * @returns undefined where it names none: the manifest goes alone
 * @throws ConpaasError FILE_UNREADABLE
 */
export async function withBundle<Answer>(
  path: string,
  text: string,
  send: (bundle: string) => Promise<Answer>,
): Promise<Answer | undefined> {
  const files = await filesBeside(path, text);
  if (files.length === 0) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'cps-manifest-'));
  try {
    const bundle = join(folder, 'manifest.tar');
    await packAll(bundle, path, text, files);
    return await send(bundle);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function packAll(bundle: string, path: string, text: string, files: string[]): Promise<void> {
  const archive = pack();
  const written = pipeline(archive, createWriteStream(bundle, { mode: 0o600 }));
  try {
    archive.entry({ name: 'manifest.json', mode: 0o600 }, text);
    for (const file of files) await add(archive, file, join(dirname(path), file));
    archive.finalize();
  } catch (thrown) {
    archive.destroy();
    await written.catch(() => undefined);
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new ConpaasError('FILE_UNREADABLE', { action: 'upload manifest', file: path, why }, { cause: thrown });
  }
  await written;
}
