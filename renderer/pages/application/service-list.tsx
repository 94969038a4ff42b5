import { Anchor, Divider, Group, Text } from '@mantine/core';
import { IconServer2 } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Application } from '../../../director/contract/application.ts';
import type { Service } from '../../../director/contract/service.ts';
import { addService } from '../../actions/application-actions.ts';
import { openSite } from '../../actions/service-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionMenu } from '../../components/action-menu.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { lookOfState } from '../../components/look.ts';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { Section } from '../../components/section.tsx';
import { ServiceIcon } from '../../components/service-icon.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useServiceType } from '../../components/use-service-type.ts';
import { actionsOfService, bindApplication, useServicesOf } from '../../components/use-targets.ts';
import { useModel } from '../../model-context.ts';
import { paths } from '../../routes.ts';

/** The services of an application with their states and what can be done with them. */
export function ServiceList({ application }: { application: Application }) {
  const { t } = useTranslation();
  const model = useModel();
  const services = useServicesOf(application.aid);
  const add = bindApplication(addService, application, model);
  return (
    <Section
      title={t('application.services')}
      actions={
        <>
          <CommandHint actions={[add]} subject={t('application.services')} />
          {services.length > 0 && <ActionButton action={add} />}
        </>
      }
    >
      {services.length === 0 && (
        <NothingYet icon={IconServer2} title={t('application.noServices')} text={t('application.noServicesText')}>
          <ActionButton action={{ ...add, tone: 'primary' }} />
        </NothingYet>
      )}
      {services.map((service, index) => (
        <Fragment key={service.sid}>
          {index > 0 && <Divider />}
          <ServiceRow application={application} service={service} />
        </Fragment>
      ))}
    </Section>
  );
}

function ServiceRow({ application, service }: { application: Application; service: Service }) {
  const model = useModel();
  const type = useServiceType(service.type);
  const actions = actionsOfService({ application, service }, model);
  const [first, ...others] = actions;
  const open = others.find(({ key }) => key.startsWith(openSite.id));
  const rest = others.filter((action) => action !== open);
  return (
    <Group justify="space-between" gap="sm">
      <Group gap="sm" wrap="nowrap" style={{ flex: '1 1 18rem', minWidth: 0 }}>
        <ServiceIcon type={type} />
        <div style={{ minWidth: 0 }}>
          <Group gap="xs">
            <Anchor component={Link} href={paths.service(service)} fw={600} c="var(--mantine-color-text)">
              {service.name}
            </Anchor>
            <StatusBadge look={lookOfState(service.state)} />
          </Group>
          <Text size="sm" c="dimmed">
            {[type?.title ?? service.type, service.runtime].filter(Boolean).join(' · ')}
          </Text>
          {service.reason && (
            <Text size="sm" c="var(--bad-ink)">
              {service.reason.message}
            </Text>
          )}
        </div>
      </Group>
      <Group gap={6}>
        {open && service.url && <ActionButton action={{ ...open, tone: 'default' }} size="xs" named />}
        {first && <ActionButton action={{ ...first, tone: 'default' }} size="xs" named />}
        <CommandHint actions={actions} subject={service.name} />
        <ActionMenu actions={rest} subject={service.name} />
      </Group>
    </Group>
  );
}
