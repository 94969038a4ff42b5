import { Button, Group, Stack, Textarea } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../components/error-panel.tsx';
import { ListSkeleton } from '../components/page-skeleton.tsx';
import { useEntry, useModel } from '../model-context.ts';
import { serviceKey } from '../stores/keys.ts';
import { useSubmit } from './use-submit.ts';

interface Place {
  aid: number;
  sid: number;
}

/** The script that runs once on every new node before its servers start. */
export function StartupScriptForm({ place, onDone }: { place: Place; onDone: () => void }) {
  const { startupScripts } = useModel();
  const { value, error } = useEntry(startupScripts, serviceKey(place));
  if (error) return <ErrorPanel error={error} />;
  if (value === undefined) return <ListSkeleton />;
  return <Editor place={place} script={value} onDone={onDone} />;
}

function Editor({ place, script, onDone }: { place: Place; script: string; onDone: () => void }) {
  const { t } = useTranslation();
  const { client, startupScripts } = useModel();
  const [text, setText] = useState(script);
  const { submit, sending, error } = useSubmit(async () => {
    await client.setStartupScript({ params: { aid: place.aid, sid: place.sid }, body: { script: text } });
    startupScripts.put(serviceKey(place), text);
  }, onDone);
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void submit();
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack>
        <Textarea
          label={t('startupScript.label')}
          description={t('startupScript.text')}
          placeholder={'#!/bin/sh'}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          minRows={10}
          maxRows={22}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', whiteSpace: 'pre' } }}
          data-autofocus
        />
        {error && <ErrorPanel error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={sending} disabled={text === script}>
            {t('startupScript.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
