import { Button, Stack, Text, TextInput } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.layer.css';
import { IconFileZip, IconUpload, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { command } from '../../actions/command-line.ts';
import { available, type ServiceTarget } from '../../actions/service-actions.ts';
import { CommandLine } from '../../components/command-hint.tsx';
import { Section } from '../../components/section.tsx';
import { UploadRow } from '../../components/upload-row.tsx';
import { useServiceType } from '../../components/use-service-type.ts';
import { useModel } from '../../model-context.ts';
import { serviceKey } from '../../stores/keys.ts';
import classes from './service.module.css';

/** Takes an archive by drag and drop or from the file dialog. What is wrong with it the Director says, better than a guess by its name. */
export function CodeUpload({ target }: { target: ServiceTarget }) {
  const { t } = useTranslation();
  const { uploads, codeVersions, page } = useModel();
  const { service } = target;
  const key = serviceKey(service);
  const type = useServiceType(service.type);
  const mine = useStore(uploads.store, (state) => state.uploads).filter(({ owner }) => owner === key);
  const [description, setDescription] = useState('');
  const openPicker = useRef<() => void>(null);
  const possible = available(target);

  const send = async ([file]: File[]) => {
    if (!file) return;
    const version = await uploads.start(key, file, description.trim());
    if (!version) return;
    setDescription('');
    page.notify({
      tone: 'success',
      title: t('code.uploaded', { version: version.codeVersionId }),
      text: t('code.uploadedText'),
    });
    void codeVersions.refresh(key);
  };

  return (
    <Section title={t('code.upload')}>
      <Stack>
        <TextInput
          label={t('code.description')}
          description={t('code.descriptionText')}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          maxLength={1000}
        />
        <Dropzone
          onDrop={(files: File[]) => void send(files)}
          openRef={openPicker}
          multiple={false}
          disabled={possible !== true}
          activateOnClick={false}
          activateOnKeyboard={false}
          className={classes.drop ?? ''}
          inputProps={{ 'aria-hidden': true }}
          tabIndex={-1}
        >
          <Stack align="center" gap={6} py="lg">
            <Dropzone.Accept>
              <IconUpload aria-hidden size={40} stroke={1.3} />
            </Dropzone.Accept>
            <Dropzone.Reject>
              <IconX aria-hidden size={40} stroke={1.3} />
            </Dropzone.Reject>
            <Dropzone.Idle>
              <IconFileZip aria-hidden size={40} stroke={1.3} />
            </Dropzone.Idle>
            <Text fw={600}>{t('code.drop')}</Text>
            <Text size="sm" c="dimmed">
              {possible === true ? t('code.formats', { formats: type?.archiveFormats.join(', ') ?? '' }) : possible}
            </Text>
            <Button
              variant="default"
              mt="xs"
              style={{ pointerEvents: 'all' }}
              disabled={possible !== true}
              onClick={() => openPicker.current?.()}
            >
              {t('code.choose')}
            </Button>
          </Stack>
        </Dropzone>
        {mine.map((upload) => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
        <CommandLine
          label={t('command.title')}
          command={command(service.type, 'upload_code', service.aid, service.sid, '<file>')}
        />
      </Stack>
    </Section>
  );
}
