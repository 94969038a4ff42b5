import { Button, Code, Collapse, DataList, Group, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Check } from '../../../director/contract/check.ts';
import { lookOfCheck } from '../../components/look.ts';
import { StatusBadge } from '../../components/status-badge.tsx';

/** One check: what was found, and, where it is not as it should be, why that may be so and what helps. */
export function CheckItem({ check }: { check: Check }) {
  const { t } = useTranslation();
  const [open, { toggle }] = useDisclosure(false);
  const { title, state, found, wanted, cause, fix, detail } = check;
  const troubled = state === 'failed' || state === 'warning';
  const facts: [label: string, text: string][] = [
    [t('checks.wanted'), wanted],
    [t('checks.cause'), cause],
    [t('checks.fix'), fix],
  ];
  return (
    <li>
      <Group justify="space-between" gap="xs" align="flex-start">
        <Group gap="sm">
          <Title order={3}>{title}</Title>
          <StatusBadge look={lookOfCheck(state)} />
        </Group>
        {detail && (
          <Button
            size="compact-xs"
            variant="default"
            aria-expanded={open}
            aria-label={t('checks.detailOf', { title })}
            onClick={toggle}
            rightSection={<IconChevronDown aria-hidden size={12} />}
          >
            {t('error.detail')}
          </Button>
        )}
      </Group>
      <Text size="sm" mt={4}>
        {found}
      </Text>
      {troubled && (
        <DataList size="sm" gap={4} labelWidth="6rem" mt={6}>
          {facts
            .filter(([, text]) => text !== '')
            .map(([label, text]) => (
              <DataList.Item key={label}>
                <DataList.ItemLabel>{label}</DataList.ItemLabel>
                <DataList.ItemValue>{text}</DataList.ItemValue>
              </DataList.Item>
            ))}
        </DataList>
      )}
      {detail && (
        <Collapse expanded={open}>
          <Code
            block
            mt="xs"
            mah={320}
            style={{ overflow: 'auto' }}
            tabIndex={0}
            aria-label={t('checks.detailOf', { title })}
          >
            {detail}
          </Code>
        </Collapse>
      )}
    </li>
  );
}
