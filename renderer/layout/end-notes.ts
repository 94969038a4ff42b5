import type { ErrorCode } from '../../director/contract/errors.ts';
import type { Operation } from '../../director/contract/operation.ts';
import { t } from '../i18n.ts';
import { paths } from '../routes.ts';
import type { Model } from '../stores/model.ts';
import type { Note } from '../stores/page.ts';

/** What is told of an operation that ended while nobody looked. A cancelled one was ended by the user: no news. */
function noteOf({ id, state, title, kind, aid, error }: Operation): Note | null {
  if (state === 'cancelled') return null;
  const done = state === 'succeeded';
  const link = linkOf(kind, aid, done, error?.code);
  return {
    id,
    title,
    tone: done ? 'success' : 'error',
    ...(done ? { text: t('note.done') } : {}),
    ...(error ? { error } : {}),
    ...(link ? { link } : {}),
  };
}

function linkOf(kind: Operation['kind'], aid: number | null, done: boolean, code: ErrorCode | undefined): Note['link'] {
  if (code === 'INSUFFICIENT_CREDITS') return { path: paths.credits, label: t('credit.show') };
  // There is nothing left to show of what was deleted.
  if (aid === null || (done && kind === 'application.delete')) return undefined;
  return { path: paths.application(aid), label: t('note.show') };
}

/** Notifies of operations that end unwatched. @returns a disposer */
export function notifyOfEnds({ operations, page }: Pick<Model, 'operations' | 'page'>): () => void {
  return operations.onEnd((operation, watched) => {
    const note = watched ? null : noteOf(operation);
    if (note) page.notify(note);
  });
}
