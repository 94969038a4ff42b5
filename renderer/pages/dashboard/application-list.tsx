import { Anchor, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Application } from '../../../director/contract/application.ts';
import { stopApplication } from '../../actions/application-actions.ts';
import { openSite } from '../../actions/service-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionMenu } from '../../components/action-menu.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { lookOfApplication } from '../../components/look.ts';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { actionsOfApplication, bindService, useServicesOf } from '../../components/use-targets.ts';
import { useModel } from '../../model-context.ts';
import { paths } from '../../routes.ts';
import classes from './dashboard.module.css';

export function ApplicationList({ applications }: { applications: readonly Application[] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.cards} aria-label={t('navigation.applications')}>
      {applications.map((application) => (
        <li key={application.aid}>
          <ApplicationCard application={application} />
        </li>
      ))}
    </ul>
  );
}

function ApplicationCard({ application }: { application: Application }) {
  const { t } = useTranslation();
  const model = useModel();
  const services = useServicesOf(application.aid);
  const actions = actionsOfApplication(application, model);
  const site = services.find(({ url }) => url !== null);
  const main = site
    ? bindService(openSite, { application, service: site }, model)
    : actions.find(({ enabled, key }) => enabled === true && !key.startsWith(stopApplication.id));
  return (
    <Paper p="lg" radius="lg" withBorder shadow="xs" className={classes.card ?? ''}>
      <Stack gap="xs" h="100%">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Anchor
            component={Link}
            href={paths.application(application.aid)}
            className={classes.name ?? ''}
            fw={650}
            c="var(--mantine-color-text)"
            lineClamp={2}
          >
            {application.name}
          </Anchor>
          <StatusBadge look={lookOfApplication(application)} />
        </Group>
        <Text size="sm" c="dimmed">
          {services.length === 0 ? t('dashboard.noServices') : services.map(({ name }) => name).join(', ')}
        </Text>
        <Text size="xs" c="dimmed">
          {t('dashboard.created')} <RelativeTime time={application.created} />
        </Text>
        {application.reason && (
          <Text size="sm" c="var(--bad-ink)">
            {application.reason.message}
          </Text>
        )}
        <Group justify="space-between" mt="auto" pt="xs" className={classes.above ?? ''}>
          {main && <ActionButton action={{ ...main, tone: 'default', subject: application.name }} size="xs" named />}
          <Group gap={4}>
            <CommandHint actions={actions} subject={application.name} />
            <ActionMenu actions={actions.filter((action) => action !== main)} subject={application.name} />
          </Group>
        </Group>
      </Stack>
    </Paper>
  );
}
