import { NavLink, ScrollArea, Text } from '@mantine/core';
import {
  type Icon,
  IconCertificate,
  IconCoins,
  IconFileCode,
  IconLayoutDashboard,
  IconListCheck,
  IconSettings,
  IconStethoscope,
  IconUsers,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { lookOfApplication } from '../components/look.ts';
import { StatusIcon } from '../components/status-badge.tsx';
import { useCredit } from '../components/use-credit.ts';
import { useIsAdministrator } from '../components/use-session.ts';
import { useApplications } from '../components/use-targets.ts';
import { useModel } from '../model-context.ts';
import { paths, targetOf } from '../routes.ts';

/** The pages, and every application with its state. */
export function Navigation() {
  const { t } = useTranslation();
  const { interaction } = useModel();
  const [location] = useLocation();
  const applications = useApplications();
  const current = targetOf(location).aid;
  const close = () => interaction.setState({ navigationOpen: false });
  const isAdministrator = useIsAdministrator();
  const credit = useCredit();
  const link = (path: string, label: string, Picture: Icon) => (
    <NavLink
      component={Link}
      href={path}
      label={label}
      leftSection={<Picture aria-hidden size={18} />}
      active={location === path || location.startsWith(`${path}/`)}
      {...(location === path ? { 'aria-current': 'page' } : {})}
      onClick={close}
    />
  );
  return (
    <ScrollArea type="auto" flex={1}>
      {link(paths.dashboard, t('navigation.dashboard'), IconLayoutDashboard)}
      {link(paths.manifest, t('navigation.manifest'), IconFileCode)}
      {applications.length > 0 && (
        <Text size="xs" fw={600} c="dimmed" mt="md" mb={4} px="sm" id="navigation-applications">
          {t('navigation.applications')}
        </Text>
      )}
      <ul aria-labelledby="navigation-applications" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {applications.map((application) => {
          const look = lookOfApplication(application);
          return (
            <li key={application.aid}>
              <NavLink
                component={Link}
                href={paths.application(application.aid)}
                label={application.name}
                aria-label={`${application.name}, ${look.label}`}
                title={look.label}
                leftSection={<StatusIcon look={look} size={18} />}
                active={current === application.aid}
                noWrap
                {...(current === application.aid ? { 'aria-current': 'page' } : {})}
                onClick={close}
              />
            </li>
          );
        })}
      </ul>
      <Text size="xs" fw={600} c="dimmed" mt="md" mb={4} px="sm">
        {t('navigation.account')}
      </Text>
      {credit && link(paths.credits, t('navigation.credits'), IconCoins)}
      {link(paths.certificates, t('navigation.certificates'), IconCertificate)}
      <Text size="xs" fw={600} c="dimmed" mt="md" mb={4} px="sm">
        {t('navigation.director')}
      </Text>
      {link(paths.tasks, t('navigation.tasks'), IconListCheck)}
      {isAdministrator && link(paths.checks, t('navigation.checks'), IconStethoscope)}
      {isAdministrator && link(paths.users, t('navigation.users'), IconUsers)}
      {link(paths.settings, t('navigation.settings'), IconSettings)}
    </ScrollArea>
  );
}
