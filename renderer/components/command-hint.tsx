import { ActionIcon, Code, CopyButton, Group, Popover, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconTerminal2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { BoundAction } from '../actions/bound-action.ts';
import classes from './command-hint.module.css';

/** Shows how the same is done on the command line, ready to be copied. */
export function CommandHint({ actions, subject }: { actions: readonly BoundAction[]; subject: string }) {
  const { t } = useTranslation();
  const commands = actions.flatMap(({ key, label, cli }) => (cli ? [{ key, label, cli }] : []));
  if (commands.length === 0) return null;
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus withArrow>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          title={t('command.show')}
          aria-label={t('command.showFor', { subject })}
        >
          <IconTerminal2 aria-hidden size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown ?? ''} aria-label={t('command.showFor', { subject })}>
        <Text fw={600} size="sm" mb="xs">
          {t('command.title')}
        </Text>
        <Stack gap="xs">
          {commands.map(({ key, label, cli }) => (
            <CommandLine key={key} label={label} command={cli} />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** One command with its copy button. */
export function CommandLine({ label, command }: { label: string; command: string }) {
  const { t } = useTranslation();
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Group gap={4} wrap="nowrap">
        <Code className={classes.command ?? ''}>{command}</Code>
        <CopyButton value={command}>
          {({ copied, copy }) => (
            <ActionIcon variant="subtle" color="gray" onClick={copy} aria-label={t('command.copy', { label })}>
              {copied ? <IconCheck aria-hidden size={16} /> : <IconCopy aria-hidden size={16} />}
            </ActionIcon>
          )}
        </CopyButton>
      </Group>
    </div>
  );
}
