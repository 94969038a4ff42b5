import { ActionIcon, Checkbox, Group, Text, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBroadcast, IconCopy, IconDownload, IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { useModel } from '../../model-context.ts';
import type { LogPlace } from '../../stores/log-viewer.ts';
import { LogLinesView } from './log-lines-view.tsx';
import { matchingLines } from './matching-lines.ts';

/** One log, live, with search. */
export function LogView({ aid, sid, nodeId, filename }: LogPlace) {
  const { t } = useTranslation();
  const model = useModel();
  const [viewer] = useState(() => model.createLogViewer());
  useEffect(() => viewer.open({ aid, sid, nodeId, filename }), [viewer, aid, sid, nodeId, filename]);
  const { phase, live, log, error } = useStore(viewer.store);
  const [following, setFollowing] = useState(true);
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search, 150);
  const lines = useMemo(() => matchingLines(log, wanted), [log, wanted]);
  const text = () => lines.map((line) => line.text).join('\n');

  if (phase === 'failed' && error) return <ErrorPanel error={error} />;
  return (
    <>
      <Group gap="sm">
        <TextInput
          type="search"
          flex="1 1 14rem"
          aria-label={t('logs.search')}
          placeholder={t('logs.search')}
          leftSection={<IconSearch aria-hidden size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Checkbox
          label={t('logs.follow')}
          checked={following}
          onChange={(event) => setFollowing(event.currentTarget.checked)}
        />
        <Tooltip label={t('logs.copy')}>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('logs.copy')}
            onClick={() =>
              void model.page.copy(text()).then(() => model.page.notify({ tone: 'success', title: t('common.copied') }))
            }
          >
            <IconCopy aria-hidden size={18} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('logs.download')}>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('logs.download')}
            onClick={() => model.page.save(`${nodeId}-${filename.split('/').pop()}`, text())}
          >
            <IconDownload aria-hidden size={18} />
          </ActionIcon>
        </Tooltip>
      </Group>
      {phase === 'loading' ? (
        <ListSkeleton lines={5} />
      ) : (
        <LogLinesView
          lines={lines}
          following={following}
          onFollow={setFollowing}
          label={filename}
          empty={wanted ? t('logs.noMatch') : t('logs.empty')}
        />
      )}
      <Group justify="space-between">
        <Text size="xs" c="dimmed" role="status">
          {wanted
            ? t('logs.matches', { count: lines.length, total: log.lines.length })
            : t('logs.lines', { count: log.lines.length })}
        </Text>
        <Group gap={4} c={live ? 'var(--good-ink)' : 'dimmed'}>
          <IconBroadcast aria-hidden size={16} />
          <Text size="xs">{live ? t('logs.live') : t('logs.notLive')}</Text>
        </Group>
      </Group>
    </>
  );
}
