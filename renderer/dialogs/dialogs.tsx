import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { useModel } from '../model-context.ts';

const ConfirmDialog = lazy(() => import('./confirm-dialog.tsx'));
const QuestionDialog = lazy(() => import('./question-dialog.tsx'));

/** The dialog that is asked for, loaded when the first one is. */
export function Dialogs() {
  const { interaction } = useModel();
  const confirming = useStore(interaction, (state) => state.confirming);
  const question = useStore(interaction, (state) => state.question);
  return (
    <Suspense>
      {confirming?.confirm && <ConfirmDialog action={confirming} confirmation={confirming.confirm} />}
      {question && <QuestionDialog question={question} />}
    </Suspense>
  );
}
