import { Button, Code, CopyButton, Group, List, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload, IconFileZip } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { pathOf } from '../../director/contract/client.ts';
import { routes } from '../../director/contract/routes.ts';
import { command } from '../actions/command-line.ts';
import { CommandLine } from '../components/command-hint.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { ListSkeleton } from '../components/page-skeleton.tsx';
import { useEntry, useItem, useModel } from '../model-context.ts';

/** The manifest that makes an application again, as text and as an archive with its files. */
export function ExportView({ aid }: { aid: number }) {
  const { t } = useTranslation();
  const { exportedManifests, applications, page } = useModel();
  const application = useItem(applications, aid);
  const { value, error } = useEntry(exportedManifests, String(aid));
  if (error) return <ErrorPanel error={error} />;
  if (value === undefined || !application) return <ListSkeleton lines={5} />;
  const download = () => page.download(pathOf(routes.exportManifestBundle, { params: { aid } }));
  return (
    <Stack>
      <Text size="sm">{t('export.text')}</Text>
      <Code block mah={320} style={{ overflow: 'auto' }} tabIndex={0} aria-label={t('export.manifest')}>
        {value}
      </Code>
      <div>
        <Text size="sm" fw={600}>
          {t('export.without')}
        </Text>
        <List size="sm" mt={4}>
          <List.Item>{t('export.data')}</List.Item>
          <List.Item>{t('export.versions')}</List.Item>
          <List.Item>{t('export.secrets')}</List.Item>
          {!application.manager && <List.Item>{t('export.stopped')}</List.Item>}
        </List>
      </div>
      <CommandLine
        label={t('command.title')}
        command={command('application', 'get_manifest', aid, '--bundle', '--output', '<file>')}
      />
      <Group justify="flex-end" gap="xs">
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck aria-hidden size={16} /> : <IconCopy aria-hidden size={16} />}
              onClick={copy}
            >
              {copied ? t('common.copied') : t('export.copy')}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          leftSection={<IconDownload aria-hidden size={16} />}
          onClick={() => page.save('manifest.json', value)}
        >
          {t('export.save')}
        </Button>
        <Button leftSection={<IconFileZip aria-hidden size={16} />} onClick={download} data-autofocus>
          {t('export.bundle')}
        </Button>
      </Group>
    </Stack>
  );
}
