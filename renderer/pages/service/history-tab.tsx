import { Text, Timeline } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { command } from '../../actions/command-line.ts';
import type { ServiceTarget } from '../../actions/service-actions.ts';
import { CommandLine } from '../../components/command-hint.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { lookOfState } from '../../components/look.ts';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useEntry, useModel } from '../../model-context.ts';
import { serviceKey } from '../../stores/keys.ts';

/** All changes of state, newest first. */
export default function HistoryTab({ target: { service } }: { target: ServiceTarget }) {
  const { t } = useTranslation();
  const { value, error } = useEntry(useModel().histories, serviceKey(service));
  return (
    <Section title={t('service.tabs.history')}>
      {error && <ErrorPanel error={error} />}
      {!value && !error && <ListSkeleton />}
      {value?.length === 0 && <NothingYet icon={IconHistory} title={t('history.none')} />}
      {value && value.length > 0 && (
        <Timeline bulletSize={14} lineWidth={2} mb="lg">
          {value.toReversed().map(({ time, state, reason }) => (
            <Timeline.Item
              key={`${time} ${state}`}
              title={<StatusBadge look={{ ...lookOfState(state), turning: false }} />}
            >
              {reason && <Text size="sm">{reason}</Text>}
              <Text size="xs" c="dimmed">
                <RelativeTime time={time} />
              </Text>
            </Timeline.Item>
          ))}
        </Timeline>
      )}
      <CommandLine
        label={t('command.title')}
        command={command(service.type, 'get_history', service.aid, service.sid)}
      />
    </Section>
  );
}
