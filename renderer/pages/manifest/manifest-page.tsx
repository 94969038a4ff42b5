import { Button, Grid, Group, Select, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.layer.css';
import { IconFolderOpen } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { bind } from '../../actions/action.ts';
import { deployManifest } from '../../actions/manifest-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { OperationsHere } from '../../components/operations-here.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Section } from '../../components/section.tsx';
import { UploadRow } from '../../components/upload-row.tsx';
import { useEntry, useModel } from '../../model-context.ts';
import { currentCheck } from '../../stores/manifest-draft.ts';
import { single } from '../../stores/mirror.ts';
import { bundles } from '../../stores/uploads.ts';
import classes from './manifest.module.css';
import { type EditorHandle, ManifestEditor } from './manifest-editor.tsx';
import { PlanPicture } from './plan-picture.tsx';
import { ProblemList } from './problem-list.tsx';
import { useManifestFiles } from './use-manifest-files.ts';

/** Writing or opening a manifest, seeing what it would make and cost, and deploying it. */
export default function ManifestPage() {
  const { t } = useTranslation();
  const model = useModel();
  const { manifestDraft: draft } = model;
  useEffect(() => draft.watch(), [draft]);
  const state = useStore(draft.store);
  const check = currentCheck(state);
  const sending = useStore(model.uploads.store, ({ uploads }) => uploads).filter(({ owner }) => owner === bundles);
  const openFiles = useManifestFiles();
  const openPicker = useRef<() => void>(null);
  const editor = useRef<EditorHandle>(null);
  const { text, cloud } = state;
  const deploy = bind(deployManifest, { text, cloud, check }, model, { key: '', subject: t('manifest.title') });
  // While something is typed, the list and the plan of before stay: a page that jumps with each letter helps nobody.
  const shown = check ?? state.checked?.check ?? null;
  return (
    <>
      <PageHeader
        title={t('manifest.title')}
        facts={<Text c="dimmed">{t('manifest.text')}</Text>}
        actions={
          <>
            <CommandHint actions={[deploy]} subject={t('manifest.title')} />
            <Button
              variant="default"
              leftSection={<IconFolderOpen aria-hidden size={16} />}
              onClick={() => openPicker.current?.()}
            >
              {t('manifest.open')}
            </Button>
            <ActionButton action={deploy} />
          </>
        }
      />
      <OperationsHere about={({ kind }) => kind === 'manifest.deploy'} />
      {sending.map((upload) => (
        <UploadRow key={upload.id} upload={upload} />
      ))}
      <Dropzone
        onDrop={(files: File[]) => void openFiles(files)}
        openRef={openPicker}
        multiple={false}
        activateOnClick={false}
        activateOnKeyboard={false}
        enablePointerEvents
        className={classes.drop ?? ''}
        inputProps={{ 'aria-hidden': true }}
        tabIndex={-1}
        role="presentation"
      >
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <Section title={t('manifest.editor')} actions={<CloudChoice />}>
              <ManifestEditor
                ref={editor}
                text={text}
                onChange={(typed) => draft.edit(typed)}
                problems={check?.problems ?? null}
              />
              <Text size="sm" c="dimmed">
                {t('manifest.drop')}
              </Text>
            </Section>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Stack gap="lg">
              <Section title={t('manifest.problems')} actions={<CheckState checking={!check && !state.error} />}>
                {state.error && <ErrorPanel error={state.error} />}
                {shown && <ProblemList problems={shown.problems} onGoTo={(problem) => editor.current?.goTo(problem)} />}
              </Section>
              <Section title={t('manifest.plan')}>
                {shown?.plan ? (
                  <PlanPicture plan={shown.plan} />
                ) : (
                  <Text size="sm" c="dimmed">
                    {shown ? t('manifest.noPlan') : t('manifest.checking')}
                  </Text>
                )}
              </Section>
            </Stack>
          </Grid.Col>
        </Grid>
      </Dropzone>
    </>
  );
}

function CheckState({ checking }: { checking: boolean }) {
  const { t } = useTranslation();
  return (
    <Text size="xs" c="dimmed" role="status">
      {checking ? t('manifest.checking') : t('manifest.checked')}
    </Text>
  );
}

/** On which cloud; what the manifest itself says of it is used where nothing is chosen. */
function CloudChoice() {
  const { t } = useTranslation();
  const { manifestDraft, system } = useModel();
  const { value } = useEntry(system, single);
  const cloud = useStore(manifestDraft.store, (state) => state.cloud);
  if (!value) return null;
  return (
    <Group gap="xs" wrap="nowrap">
      <Select
        aria-label={t('manifest.cloud')}
        placeholder={t('manifest.cloudOfManifest')}
        data={value.clouds.map(({ name, title }) => ({ value: name, label: title }))}
        value={cloud}
        onChange={(chosen) => void manifestDraft.change({ cloud: chosen })}
        clearable
        size="xs"
        w={220}
      />
    </Group>
  );
}
