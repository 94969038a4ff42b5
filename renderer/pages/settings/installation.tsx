import { Code, DataList } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { System } from '../../../director/contract/system.ts';
import { Section } from '../../components/section.tsx';

/** Addresses and places: what one is asked for when something does not work. */
export function Installation({ system }: { system: System }) {
  const { t } = useTranslation();
  const facts: [label: string, value: string][] = [
    [t('installation.version'), system.version],
    [t('installation.ui'), system.address.ui],
    [t('installation.api'), system.address.api],
    [t('installation.data'), system.dataDirectory],
  ];
  return (
    <Section title={t('installation.title')}>
      <DataList gap="xs" labelWidth="16rem">
        {facts.map(([label, value]) => (
          <DataList.Item key={label}>
            <DataList.ItemLabel>{label}</DataList.ItemLabel>
            <DataList.ItemValue>
              <Code style={{ overflowWrap: 'anywhere' }}>{value}</Code>
            </DataList.ItemValue>
          </DataList.Item>
        ))}
      </DataList>
    </Section>
  );
}
