import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ConpaasError } from '../contract/errors.ts';

/** What ConPaaS 2.1 looked at before it sent a manifest; the Director looks at all of it. */
const manifest = z.looseObject({ Services: z.array(z.looseObject({ Type: z.unknown().optional() })).optional() });

/**
 * Reads a manifest, and fails as ConPaaS 2.1 did where it is none.
 * @throws ConpaasError FILE_UNREADABLE, MANIFEST_NO_JSON, MANIFEST_NO_TYPE
 */
export async function readManifest(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new ConpaasError('FILE_UNREADABLE', { action: 'upload manifest', file: path, why: error.message });
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ConpaasError('MANIFEST_NO_JSON', { why: error instanceof Error ? error.message : '' }, { cause: error });
  }
  const services = manifest.safeParse(value).data?.Services ?? [];
  const index = services.findIndex(({ Type }) => Type === undefined);
  if (index >= 0) throw new ConpaasError('MANIFEST_NO_TYPE', { number: index + 1 });
  return text;
}
