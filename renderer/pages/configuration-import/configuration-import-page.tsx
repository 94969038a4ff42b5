import { Button, Group, Text, Textarea } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.layer.css';
import { IconFileSettings, IconFolderOpen } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { bind } from '../../actions/action.ts';
import { examineConfiguration, takeOverConfiguration } from '../../actions/check-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Section } from '../../components/section.tsx';
import { useModel } from '../../model-context.ts';
import { paths } from '../../routes.ts';
import { ImportedLines } from './imported-lines.tsx';

/** Taking over a director.cfg of ConPaaS 2.1: what would come of it is told before anything is changed. */
export default function ConfigurationImportPage() {
  const { t } = useTranslation();
  const model = useModel();
  const { configurationImport } = model;
  const { text, report } = useStore(configurationImport.store);
  const openPicker = useRef<() => void>(null);
  const target = { text, wrong: report?.wrong.length ?? null };
  const examine = bind(examineConfiguration, target, model);
  const takeOver = bind(takeOverConfiguration, target, model);
  const open = async ([file]: File[]) => {
    if (file) configurationImport.edit(await file.text());
  };
  return (
    <>
      <PageHeader
        title={t('import.title')}
        trail={[{ label: t('navigation.settings'), path: paths.settings }]}
        facts={<Text c="dimmed">{t('import.text')}</Text>}
        actions={<CommandHint actions={[examine, takeOver]} subject={t('import.title')} />}
      />
      <Section title={t('import.file')}>
        <Dropzone
          onDrop={(files: File[]) => void open(files)}
          openRef={openPicker}
          multiple={false}
          activateOnClick={false}
          activateOnKeyboard={false}
          enablePointerEvents
          inputProps={{ 'aria-hidden': true }}
          tabIndex={-1}
          role="presentation"
          p="md"
          radius="lg"
        >
          <Group gap="sm" mb="md">
            <IconFileSettings aria-hidden size={28} stroke={1.5} />
            <Text size="sm" style={{ flex: '1 1 14rem' }}>
              {t('import.drop')}
            </Text>
            <Button
              variant="default"
              leftSection={<IconFolderOpen aria-hidden size={16} />}
              onClick={() => openPicker.current?.()}
            >
              {t('import.open')}
            </Button>
          </Group>
          <Textarea
            label={t('import.paste')}
            placeholder={'[conpaas]\nCREDIT_LIMIT = 50'}
            value={text}
            onChange={(event) => configurationImport.edit(event.currentTarget.value)}
            autosize
            minRows={6}
            maxRows={16}
            maxLength={200_000}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', whiteSpace: 'pre' } }}
          />
        </Dropzone>
        <Group justify="flex-end">
          <ActionButton action={report ? { ...examine, tone: 'default' } : examine} />
        </Group>
      </Section>
      {report && (
        <Section
          title={report.applied ? t('import.done') : t('import.report')}
          actions={!report.applied && <ActionButton action={takeOver} />}
        >
          <Text size="sm" role="status">
            {report.applied ? t('import.doneText') : t('import.nothingChanged')}
          </Text>
          {(['taken', 'meaningless', 'wrong'] as const).map((group) => (
            <ImportedLines key={group} group={group} lines={report[group]} applied={report.applied} />
          ))}
        </Section>
      )}
    </>
  );
}
