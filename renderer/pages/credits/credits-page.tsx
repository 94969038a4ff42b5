import { Text } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { bind } from '../../actions/action.ts';
import { goToCredits } from '../../actions/window-actions.ts';
import { CommandHint } from '../../components/command-hint.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { useEntry, useModel } from '../../model-context.ts';
import { single } from '../../stores/mirror.ts';
import { BalancePicture } from './balance-picture.tsx';
import { CreditFigures } from './credit-figures.tsx';
import { CreditHistoryList } from './credit-history-list.tsx';

/** What running costs the user, how long it lasts, and where it went. */
export default function CreditsPage() {
  const { t } = useTranslation();
  const model = useModel();
  const { value: credit, error } = useEntry(model.credit, single);
  return (
    <>
      <PageHeader
        title={t('navigation.credits')}
        facts={<Text c="dimmed">{t('credits.text')}</Text>}
        actions={<CommandHint actions={[bind(goToCredits, undefined, model)]} subject={t('navigation.credits')} />}
      />
      {error && <ErrorPanel error={error} />}
      {!credit && !error && <PageSkeleton />}
      {credit && !credit.enabled && (
        <NothingYet icon={IconCoins} title={t('credits.off')} text={t('credits.offText')} />
      )}
      {credit?.enabled && (
        <>
          <CreditFigures credit={credit} title={t('credits.now')} />
          <History />
        </>
      )}
    </>
  );
}

function History() {
  const { creditHistory } = useModel();
  const state = useStore(creditHistory.store);
  useEffect(() => creditHistory.watch(), [creditHistory]);
  return (
    <>
      <BalancePicture entries={state.entries} />
      <CreditHistoryList state={state} onMore={() => void creditHistory.more()} />
    </>
  );
}
