import { bind } from '../../actions/action.ts';
import { deployBundle } from '../../actions/manifest-actions.ts';
import { request } from '../../actions/perform.ts';
import { useModel } from '../../model-context.ts';

/** More is no manifest (the Director takes fewer characters). */
const largestText = 2_000_000;
const archive = /\.(zip|tar|tar\.\w+|tgz|tbz2?|txz)$/i;

/** Opens a file that was dropped or chosen: a manifest in the editor; an archive with one is deployed when that is confirmed. */
export function useManifestFiles(): (files: readonly File[]) => Promise<void> {
  const model = useModel();
  const { manifestDraft } = model;
  return async ([file]) => {
    if (!file) return;
    if (archive.test(file.name)) {
      const { cloud } = manifestDraft.store.getState();
      await request(bind(deployBundle, { file, cloud }, model, { key: file.name, subject: file.name }), model);
    } else await manifestDraft.change({ text: await file.slice(0, largestText).text() });
  };
}
