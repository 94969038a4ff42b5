import { Button, FileButton, Group, Stack, Textarea } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { command } from '../actions/command-line.ts';
import { CommandLine } from '../components/command-hint.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { useItem, useModel } from '../model-context.ts';
import { serviceKey } from '../stores/keys.ts';
import { useSubmit } from './use-submit.ts';

interface Place {
  aid: number;
  sid: number;
}

/** SSH keys, one per line: pasted, or from a file like id_ed25519.pub. */
export function AddKeysForm({ place, onDone }: { place: Place; onDone: () => void }) {
  const { t } = useTranslation();
  const { client, authorizedKeys, services, page } = useModel();
  const { aid, sid } = place;
  const type = useItem(services, serviceKey(place))?.type ?? '';
  const [keys, setKeys] = useState('');
  const { submit, sending, error } = useSubmit(async () => {
    const { added } = await client.addAuthorizedKeys({ params: { aid, sid }, body: { keys } });
    page.notify({ tone: 'success', title: t('keys.added', { count: added }) });
    // They are shared by all services of the application.
    await authorizedKeys.refreshWhere((key) => key.startsWith(`${aid}/`));
  }, onDone);
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (keys.trim()) void submit();
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack>
        <Textarea
          label={t('keys.label')}
          description={t('keys.labelText')}
          placeholder="ssh-ed25519 AAAA… ada@example.org"
          value={keys}
          onChange={(event) => setKeys(event.currentTarget.value)}
          autosize
          minRows={4}
          maxRows={14}
          maxLength={100_000}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          data-autofocus
        />
        {error && <ErrorPanel error={error} />}
        <CommandLine label={t('command.title')} command={command(type, 'upload_key', aid, sid, '<file>')} />
        <Group justify="space-between">
          <FileButton onChange={(file) => void file?.text().then(setKeys)}>
            {(props) => (
              <Button variant="default" {...props}>
                {t('keys.open')}
              </Button>
            )}
          </FileButton>
          <Button type="submit" loading={sending} disabled={!keys.trim()}>
            {t('action.addKeys')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
