import { Button, Group, SegmentedControl, Switch } from '@mantine/core';
import { IconCertificate } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { stateOfCertificate } from '../../components/look.ts';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { Section } from '../../components/section.tsx';
import { useIsAdministrator } from '../../components/use-session.ts';
import { useEntry, useModel } from '../../model-context.ts';
import { single } from '../../stores/mirror.ts';
import { CertificateTable } from './certificate-table.tsx';

const whose = ['mine', 'everybody'] as const;
const pageSize = 25;

/** The list: one's own; for administrators everybody's, too. */
export function CertificateSection() {
  const { t } = useTranslation();
  const model = useModel();
  const isAdministrator = useIsAdministrator();
  const [of, setOf] = useState<(typeof whose)[number]>('mine');
  const [past, setPast] = useState(false);
  const [shown, setShown] = useState(pageSize);
  const { value, error } = useEntry(of === 'mine' ? model.certificates : model.allCertificates, single);
  const now = Date.now();
  const list = (value ?? []).filter((one) => past || ['valid', 'expiring'].includes(stateOfCertificate(one, now)));
  return (
    <Section title={t('certificates.list')}>
      <Group justify="space-between">
        {isAdministrator ? (
          <SegmentedControl
            aria-label={t('certificates.whose')}
            value={of}
            onChange={(chosen) => setOf(whose.find((one) => one === chosen) ?? 'mine')}
            data={whose.map((one) => ({ value: one, label: t(`certificates.of.${one}`) }))}
          />
        ) : (
          <span />
        )}
        <Switch
          label={t('certificates.past')}
          checked={past}
          onChange={(event) => setPast(event.currentTarget.checked)}
        />
      </Group>
      {error && <ErrorPanel error={error} />}
      {!value && !error && <ListSkeleton lines={4} />}
      {value && list.length === 0 && (
        <NothingYet icon={IconCertificate} title={t('certificates.none')} text={t('certificates.noneText')} />
      )}
      {list.length > 0 && <CertificateTable certificates={list.slice(0, shown)} withOwner={of === 'everybody'} />}
      {list.length > shown && (
        <Group justify="center">
          <Button variant="default" onClick={() => setShown(shown + pageSize)}>
            {t('certificates.more', { count: list.length - shown })}
          </Button>
        </Group>
      )}
    </Section>
  );
}
