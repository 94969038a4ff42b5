import { Button, Group, Stack, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CommandLine } from '../components/command-hint.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import type { Naming } from './use-naming.ts';
import { useSubmit } from './use-submit.ts';

const longest = 256;

/** One field for a name. What is wrong with it is told at the field, before and after it was sent. */
export function NameForm({ naming, onDone }: { naming: Naming; onDone: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(naming.current);
  const [touched, setTouched] = useState(false);
  const { submit, sending, error } = useSubmit(() => naming.send(name.trim()), onDone);
  const length = [...name.trim()].length;
  const problem =
    length === 0 ? t('dialog.nameEmpty') : length > longest ? t('dialog.nameLong', { length, longest }) : null;
  const refused = error?.code === 'NAME_TAKEN' ? error.message : null;
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setTouched(true);
    if (!problem) void submit();
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <TextInput
          label={naming.label}
          description={naming.description}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={(touched && problem) || refused}
          autoComplete="off"
          data-autofocus
        />
        {error && !refused && <ErrorPanel error={error} />}
        <CommandLine label={t('command.title')} command={naming.cli(name.trim())} />
        <Group justify="flex-end">
          <Button type="submit" loading={sending}>
            {naming.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
