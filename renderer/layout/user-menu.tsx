import { ActionIcon, Menu, Text } from '@mantine/core';
import { IconUserCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { bind } from '../actions/action.ts';
import { request } from '../actions/perform.ts';
import { signOut } from '../actions/session-actions.ts';
import { goToCertificates, goToProfile } from '../actions/window-actions.ts';
import { useSession } from '../components/use-session.ts';
import { useModel } from '../model-context.ts';

/** Who is signed in, and what concerns only them. Who opened the window by the program itself has nothing to sign out of. */
export function UserMenu() {
  const { t } = useTranslation();
  const model = useModel();
  const session = useSession();
  if (!session) return null;
  const offered = [goToProfile, goToCertificates, ...(session.signedInBy === 'password' ? [signOut] : [])];
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t('userMenu.label', { username: session.username })}>
          <IconUserCircle aria-hidden size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown miw={200} maw={340}>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
            {session.username}
          </Text>
          <Text size="xs">{t(`userRole.${session.role}`)}</Text>
        </Menu.Label>
        <Menu.Divider />
        {offered.map((action) => {
          const bound = bind(action, undefined, model);
          return (
            <Menu.Item
              key={bound.key}
              leftSection={<bound.icon aria-hidden size={16} />}
              onClick={() => void request(bound, model)}
            >
              {bound.label}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
