import { Anchor, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { openSite, type ServiceTarget } from '../../actions/service-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionMenu } from '../../components/action-menu.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { lookOfState } from '../../components/look.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useServiceType } from '../../components/use-service-type.ts';
import { actionsOfService } from '../../components/use-targets.ts';
import { useModel } from '../../model-context.ts';
import { paths } from '../../routes.ts';

export function ServiceHeader({ target }: { target: ServiceTarget }) {
  const { t } = useTranslation();
  const model = useModel();
  const { application, service } = target;
  const type = useServiceType(service.type);
  const actions = actionsOfService(target, model);
  const [first, ...others] = actions;
  const open = others.find(({ key }) => key.startsWith(openSite.id));
  const rest = others.filter((action) => action !== open);
  return (
    <PageHeader
      title={service.name}
      trail={[
        { label: t('navigation.dashboard'), path: paths.dashboard },
        { label: application.name, path: paths.application(application.aid) },
      ]}
      status={<StatusBadge look={lookOfState(service.state)} />}
      facts={
        <Group gap="md">
          <Text size="sm" c="dimmed">
            {type?.title ?? service.type}
          </Text>
          {service.runtime && (
            <Text size="sm" c="dimmed">
              {t('service.servedBy', { runtime: service.runtime })}
            </Text>
          )}
          {service.url && (
            <Anchor href={service.url} target="_blank" rel="noopener" size="sm">
              {service.url}
            </Anchor>
          )}
        </Group>
      }
      actions={
        <>
          <CommandHint actions={actions} subject={service.name} />
          {first && <ActionButton action={first} />}
          {open && service.url && <ActionButton action={open} />}
          <ActionMenu actions={rest} subject={service.name} />
        </>
      }
    />
  );
}
