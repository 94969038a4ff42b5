import { Code, Group, Stack, Table, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../director/contract/check.ts';
import type { Look } from '../../components/look.ts';
import { StatusIcon } from '../../components/status-badge.tsx';

type LineGroup = 'taken' | 'meaningless' | 'wrong';

const looks: Record<LineGroup, Pick<Look, 'tone' | 'icon'>> = {
  taken: { tone: 'good', icon: IconCircleCheck },
  meaningless: { tone: 'calm', icon: IconCircleDashed },
  wrong: { tone: 'bad', icon: IconCircleX },
};

interface ImportedLinesProps {
  group: LineGroup;
  lines: ImportReport[LineGroup];
  applied: boolean;
}

/** One of the three groups of lines of a director.cfg. */
export function ImportedLines({ group, lines, applied }: ImportedLinesProps) {
  const { t } = useTranslation();
  const id = useId();
  const title = group === 'taken' && applied ? t('import.takenOver') : t(`import.groups.${group}`);
  return (
    <Stack gap="xs" component="section" aria-labelledby={id}>
      <Group gap="xs">
        <StatusIcon look={{ ...looks[group], label: title }} size={18} />
        <Title order={3} id={id}>
          {`${title} (${lines.length})`}
        </Title>
      </Group>
      {lines.length > 0 && (
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing={6} layout="fixed" aria-labelledby={id}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col" w="45%">
                  {t('import.line')}
                </Table.Th>
                <Table.Th scope="col">{t('import.meaning')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {lines.map(({ section, key, value, message }) => (
                <Table.Tr key={`${section} ${key} ${message}`}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    <Text size="xs" c="dimmed">{`[${section}]`}</Text>
                    {key !== null && <Code>{value === null ? key : `${key} = ${value}`}</Code>}
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm">{message}</Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}
