import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useEntry, useModel } from '../../model-context.ts';
import { CreditFigures } from '../credits/credit-figures.tsx';
import { CreditHistoryList } from '../credits/credit-history-list.tsx';

/** Where a user stands, and what they got and paid. */
export function UserCredits({ uid }: { uid: number }) {
  const { t } = useTranslation();
  const { userCredits, createCreditHistory } = useModel();
  const { value: credit, error } = useEntry(userCredits, String(uid));
  const history = useMemo(() => createCreditHistory(uid), [createCreditHistory, uid]);
  const state = useStore(history.store);
  useEffect(() => history.watch(), [history]);
  // What was given just now is in the history, too.
  const balance = credit?.balance;
  useEffect(() => {
    if (balance !== undefined) void history.refresh();
  }, [history, balance]);
  if (error) return <ErrorPanel error={error} />;
  if (!credit?.enabled) return null;
  return (
    <>
      <CreditFigures credit={credit} title={t('navigation.credits')} />
      <CreditHistoryList state={state} onMore={() => void history.more()} />
    </>
  );
}
