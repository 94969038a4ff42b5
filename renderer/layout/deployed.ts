import { t } from '../i18n.ts';
import { paths } from '../routes.ts';
import type { Model } from '../stores/model.ts';

/**
 * What was deployed from here, and waited for, is shown when it is ready: the application of a manifest; the service of a sample,
 * with its site. A browser that blocks the new tab gets a link instead. @returns a disposer
 */
export function showWhatIsDeployed({ operations, page }: Pick<Model, 'operations' | 'page'>): () => void {
  return operations.onEnd((operation, watched) => {
    if (operation.state !== 'succeeded' || !watched) return;
    const { aid, sid, url } = operation.result ?? {};
    if (typeof aid !== 'number') return;
    if (operation.kind === 'manifest.deploy') page.go(paths.application(aid));
    if (operation.kind !== 'sample.deploy' || typeof sid !== 'number') return;
    page.go(paths.service({ aid, sid }));
    // A service without a site has nothing to open.
    const opened = typeof url !== 'string' || page.openExternal(url);
    if (!opened) page.notify({ tone: 'success', title: operation.title, text: t('sample.ready') });
  });
}
