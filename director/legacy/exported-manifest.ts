import { z } from 'zod';
import type { LegacyDomain } from './domain.ts';

/** Fields of a service that name a file. */
const fileFields = ['Archive', 'StartupScript'] as const;
const manifest = z.looseObject({ Services: z.array(z.record(z.string(), z.unknown())) });

/**
 * The manifest of an application with addresses under `/download_data` where its bundle has files, as one text cannot hold them.
 * They can be fetched for some minutes.
 * @throws APPLICATION_NOT_FOUND
 */
export async function exportedManifest(
  { manifests, offeredFiles, directorUrl }: Pick<LegacyDomain, 'manifests' | 'offeredFiles' | 'directorUrl'>,
  uid: number,
  aid: number,
): Promise<unknown> {
  const { text, files } = await manifests.export(uid, aid);
  const addresses = new Map(
    files.map(({ path, open }) => [path, `${directorUrl()}/download_data/${offeredFiles.offer(open)}`]),
  );
  const exported = manifest.parse(JSON.parse(text));
  for (const service of exported.Services) {
    for (const field of fileFields) {
      const address = addresses.get(String(service[field]));
      if (address !== undefined) service[field] = address;
    }
  }
  return exported;
}
