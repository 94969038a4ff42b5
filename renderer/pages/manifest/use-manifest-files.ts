import { useModel } from '../../model-context.ts';

/** More is no manifest (the Director takes fewer characters). */
const largestText = 2_000_000;
const archive = /\.(zip|tar|tar\.\w+|tgz|tbz2?|txz)$/i;

/** Opens a file that was dropped or chosen: a manifest in the editor; an archive with one is sent and deployed. */
export function useManifestFiles(): (files: readonly File[]) => Promise<void> {
  const { manifestDraft, uploads, operations } = useModel();
  return async ([file]) => {
    if (!file) return;
    if (archive.test(file.name)) {
      const operation = await uploads.deployBundle(file, manifestDraft.store.getState().cloud);
      if (operation) operations.put(operation);
      return;
    }
    await manifestDraft.change({ text: await file.slice(0, largestText).text() });
  };
}
