import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoundAction, Confirmation } from '../actions/bound-action.ts';
import { perform } from '../actions/perform.ts';
import { CommandLine } from '../components/command-hint.tsx';
import { useModel } from '../model-context.ts';

interface ConfirmDialogProps {
  action: BoundAction;
  confirmation: Confirmation;
}

/** Names what is lost before it is; where data goes for good, the name has to be typed. */
export default function ConfirmDialog({ action, confirmation: { title, lost, typeName } }: ConfirmDialogProps) {
  const { t } = useTranslation();
  const model = useModel();
  const [typed, setTyped] = useState('');
  const close = () => model.interaction.setState({ confirming: null });
  const ready = typeName === undefined || typed.trim() === typeName.trim();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!ready) return;
    close();
    void perform(action, model);
  };
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{lost}</Text>
          {typeName !== undefined && (
            <TextInput
              label={t('confirm.typeName', { name: typeName })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
              data-autofocus
            />
          )}
          {action.cli && <CommandLine label={t('command.title')} command={action.cli} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close} {...(typeName === undefined ? { 'data-autofocus': true } : {})}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" color={action.tone === 'danger' ? 'red' : 'ink'} disabled={!ready}>
              {action.label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
