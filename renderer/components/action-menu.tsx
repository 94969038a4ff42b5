import { ActionIcon, Menu, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { BoundAction } from '../actions/bound-action.ts';
import { request } from '../actions/perform.ts';
import { useModel } from '../model-context.ts';
import { CostWords } from './cost.tsx';
import { useCredit } from './use-credit.ts';

interface ActionMenuProps {
  actions: readonly BoundAction[];
  /** What the menu is about, for example the name of a service. */
  subject: string;
}

/** The rest of the actions behind a button with dots. What cannot be used now is shown with the reason. */
export function ActionMenu({ actions, subject }: ActionMenuProps) {
  const { t } = useTranslation();
  const model = useModel();
  const credit = useCredit();
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t('common.moreActions', { subject })}>
          <IconDots aria-hidden size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown miw={200} maw={340}>
        {actions.map((action) => (
          <Menu.Item
            key={action.key}
            leftSection={<action.icon aria-hidden size={16} />}
            disabled={action.enabled !== true}
            {...(action.tone === 'danger' ? { color: 'red' } : {})}
            onClick={() => void request(action, model)}
          >
            {action.label}
            {action.enabled !== true && (
              <Text size="xs" c="dimmed">
                {action.enabled}
              </Text>
            )}
            {action.enabled === true && credit && action.instances && (
              <Text size="xs" c="dimmed">
                <CostWords instances={action.instances} />
              </Text>
            )}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
