import { ConpaasError } from '../../../director/contract/errors.ts';
import { checkManifest } from '../../../director/manifests/check-manifest.ts';
import { planOf } from '../../../director/manifests/checked-manifest.ts';
import type { ManifestFiles } from '../../../director/manifests/manifest-files.ts';

/** A bundle that holds these, folders with a slash at the end. */
export function bundleOf(...paths: string[]): ManifestFiles {
  return {
    kind: async (path) => (paths.includes(path) ? 'file' : paths.includes(`${path}/`) ? 'folder' : undefined),
    open: async () => {
      throw new Error('a check opens nothing');
    },
  };
}

function cloud(name: string | undefined): string {
  if (name === undefined || name === 'default' || name === 'local') return 'local';
  if (name === 'other') return name;
  throw new ConpaasError('UNKNOWN_CLOUD', { cloud: name, clouds: 'local, other' });
}

/** Checks a text, or a value as JSON. */
export async function check(given: unknown, files?: ManifestFiles, defaultCloud?: string) {
  const text = typeof given === 'string' ? given : JSON.stringify(given, undefined, 2);
  const { problems, manifest } = await checkManifest(text, { cloud, defaultCloud, files });
  return { problems, plan: manifest && planOf(manifest) };
}

/** A manifest with one php service of these fields. */
export const php = (fields: object) => ({ Services: [{ Type: 'php', ...fields }] });
