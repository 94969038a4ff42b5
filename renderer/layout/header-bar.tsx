import { ActionIcon, Anchor, Burger, Button, Group, Kbd, Text } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { openPalette } from '../actions/window-actions.ts';
import { keysOf } from '../components/shortcut.ts';
import { useModel } from '../model-context.ts';
import { paths } from '../routes.ts';
import { ColorSchemeMenu } from './color-scheme-menu.tsx';
import { CreditIndicator } from './credit-indicator.tsx';
import classes from './header-bar.module.css';
import { TaskIndicator } from './task-indicator.tsx';
import { UserMenu } from './user-menu.tsx';

export function HeaderBar() {
  const { t } = useTranslation();
  const { interaction } = useModel();
  const open = useStore(interaction, (state) => state.navigationOpen);
  return (
    <Group h="100%" px="md" justify="space-between" wrap="nowrap">
      <Group gap="sm" wrap="nowrap">
        <Burger
          opened={open}
          onClick={() => interaction.setState({ navigationOpen: !open })}
          hiddenFrom="md"
          size="sm"
          aria-label={open ? t('navigation.close') : t('navigation.open')}
          aria-expanded={open}
        />
        <Anchor component={Link} href={paths.dashboard} underline="never" className={classes.brand ?? ''}>
          <img src="/icon.svg" alt="" width={28} height={28} />
          <Text fw={650} c="var(--mantine-color-text)">
            ConPaaS Nutshell
          </Text>
        </Anchor>
      </Group>
      <Group gap="xs" wrap="nowrap">
        <Button
          variant="default"
          c="dimmed"
          leftSection={<IconSearch aria-hidden size={16} />}
          rightSection={<Kbd size="xs">{keysOf(openPalette.shortcut ?? '')}</Kbd>}
          onClick={() => interaction.setState({ paletteOpen: true })}
          visibleFrom="md"
        >
          {t('action.openPalette')}
        </Button>
        <ActionIcon
          variant="default"
          size="lg"
          onClick={() => interaction.setState({ paletteOpen: true })}
          hiddenFrom="md"
          aria-label={t('action.openPalette')}
        >
          <IconSearch aria-hidden size={18} />
        </ActionIcon>
        <TaskIndicator />
        <CreditIndicator />
        <ColorSchemeMenu />
        <UserMenu />
      </Group>
    </Group>
  );
}
