import { t } from '../i18n.ts';
import { paths } from '../routes.ts';
import type { Model } from '../stores/model.ts';

/**
 * A sample ends with its page open: when one that was deployed from here is ready, its service is shown and its site opened.
 * A browser that blocks the new tab gets a link instead. @returns a disposer
 */
export function openSampleSites({ operations, page }: Pick<Model, 'operations' | 'page'>): () => void {
  return operations.onEnd((operation, watched) => {
    if (operation.kind !== 'sample.deploy' || operation.state !== 'succeeded' || !watched) return;
    const { aid, sid, url } = operation.result ?? {};
    if (typeof aid !== 'number' || typeof sid !== 'number') return;
    page.go(paths.service({ aid, sid }));
    const opened = typeof url === 'string' && page.openExternal(url);
    if (!opened) page.notify({ tone: 'success', title: operation.title, text: t('sample.ready') });
  });
}
