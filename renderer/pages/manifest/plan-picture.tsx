import { Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ManifestPlan } from '../../../director/contract/manifest-check.ts';
import { Cost } from '../../components/cost.tsx';
import { ServiceIcon } from '../../components/service-icon.tsx';
import { useRoleTitle, useServiceType } from '../../components/use-service-type.ts';
import { RoleMark } from '../../topology/role-mark.tsx';
import classes from './manifest.module.css';

/** What would be made: the services in the order in which they start, their nodes, what else is done, and what it costs. */
export function PlanPicture({ plan }: { plan: ManifestPlan }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <div>
        <Text fw={600}>{plan.application}</Text>
        <Text size="sm" c="dimmed">
          {t('manifest.total', { count: plan.instances, cloud: plan.cloud })}
        </Text>
        <Cost instances={plan.instances} />
      </div>
      {plan.services.length > 0 && (
        <ol className={classes.plan} aria-label={t('manifest.order')}>
          {plan.services.map((service, index) => (
            <PlannedService key={`${index} ${service.name}`} service={service} order={index + 1} />
          ))}
        </ol>
      )}
    </Stack>
  );
}

function PlannedService({ service, order }: { service: ManifestPlan['services'][number]; order: number }) {
  const { t } = useTranslation();
  const type = useServiceType(service.type);
  const titleOf = useRoleTitle(service.type);
  const { start, instances, nodes, steps } = service;
  return (
    <li>
      <span className={classes.order} aria-hidden data-waiting={start ? undefined : true}>
        {order}
      </span>
      <div className={classes.service}>
        <Group gap="sm" wrap="nowrap">
          <ServiceIcon type={type} />
          <div>
            <Text fw={600} size="sm">
              {service.name}
            </Text>
            <Text size="xs" c="dimmed">
              {[
                type?.title ?? service.type,
                start ? t('manifest.nodes', { count: nodes }) : t('manifest.notStarted'),
              ].join(' · ')}
            </Text>
          </div>
        </Group>
        {start && (
          <Group gap={6} mt="xs">
            {Object.entries(instances).map(([role, count]) => (
              <span key={role} className={classes.role}>
                <RoleMark role={role} />
                {t('manifest.roleCount', { role: titleOf(role), count })}
              </span>
            ))}
          </Group>
        )}
        {steps.length > 0 && (
          <ul className={classes.steps} style={{ marginTop: 8 }}>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
