import { Badge, Group, Table, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CodeVersion } from '../../../director/contract/code.ts';
import { bind } from '../../actions/action.ts';
import { deleteCode, downloadCode, enableCode, liftCode } from '../../actions/code-actions.ts';
import type { ServiceTarget } from '../../actions/service-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionMenu } from '../../components/action-menu.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { bytes } from '../../components/format.ts';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useModel } from '../../model-context.ts';

interface CodeVersionsProps {
  target: ServiceTarget;
  versions: readonly CodeVersion[];
}

/** All versions, newest first, and which one is served. */
export function CodeVersions({ target, versions }: CodeVersionsProps) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('code.version')}</Table.Th>
            <Table.Th scope="col">{t('code.file')}</Table.Th>
            <Table.Th scope="col">{t('code.time')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t('code.actions')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {versions.map((version) => (
            <VersionRow key={version.codeVersionId} target={target} version={version} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function VersionRow({ target, version }: { target: ServiceTarget; version: CodeVersion }) {
  const { t } = useTranslation();
  const model = useModel();
  const bound = (action: typeof enableCode) =>
    bind(action, { ...target, version }, model, { key: version.codeVersionId, subject: version.codeVersionId });
  const [enable, download, remove] = [bound(enableCode), bound(downloadCode), bound(deleteCode)];
  const lift = version.subfolder === null ? [] : [bound(liftCode)];
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        <Group gap="xs">
          {version.codeVersionId}
          {version.current && (
            <Badge variant="light" color="ink" tt="none" leftSection={<IconCheck aria-hidden size={12} />}>
              {t('code.active')}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {version.description}
        </Text>
      </Table.Th>
      <Table.Td>
        <Text size="sm">{version.filename}</Text>
        <Text size="xs" c="dimmed">
          {t('code.measure', { size: bytes(version.size), count: version.files })}
          {version.lifted && `, ${t('code.lifted', { folder: version.subfolder })}`}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          <RelativeTime time={version.time} />
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={6} justify="flex-end" wrap="nowrap">
          {!version.current && <ActionButton action={{ ...enable, tone: 'default' }} size="xs" named />}
          <CommandHint actions={[enable, download, remove]} subject={version.codeVersionId} />
          <ActionMenu actions={[download, ...lift, remove]} subject={version.codeVersionId} />
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
