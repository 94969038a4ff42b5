import type { ManifestFiles } from './manifest-files.ts';

/** What a manifest is checked against, beside the types of the registry. */
export interface CheckContext {
  /** The real name of a cloud. @throws UNKNOWN_CLOUD */
  cloud: (name: string | undefined) => string;
  /** The cloud asked for with the manifest. */
  defaultCloud: string | undefined;
  /** What lies beside the manifest; undefined for one that came alone. */
  files: ManifestFiles | undefined;
}
