import { Button, Group, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useModel } from '../model-context.ts';
import type { Upload } from '../stores/uploads.ts';
import { ErrorPanel } from './error-panel.tsx';
import { bytes } from './format.ts';

/** An archive on its way, or why it did not arrive. */
export function UploadRow({ upload }: { upload: Upload }) {
  const { t } = useTranslation();
  const { uploads } = useModel();
  if (upload.error)
    return (
      <ErrorPanel error={upload.error} title={t('code.uploadFailed', { filename: upload.filename })}>
        <Button size="compact-xs" variant="default" onClick={() => uploads.dismiss(upload.id)}>
          {t('common.dismiss')}
        </Button>
      </ErrorPanel>
    );
  const percent = upload.size > 0 ? (upload.sent / upload.size) * 100 : 100;
  // The request has other bytes too, so "sent" may end a little above the size of the file.
  const arrived = upload.sent >= upload.size;
  return (
    <div>
      <Group justify="space-between" mb={6}>
        <Text size="sm" fw={600}>
          {upload.filename}
        </Text>
        <Group gap="sm">
          <Text size="sm" c="dimmed">
            {arrived
              ? t('code.checking')
              : t('code.sent', { sent: bytes(upload.sent), size: bytes(upload.size), percent: Math.floor(percent) })}
          </Text>
          <Button size="compact-sm" variant="default" onClick={() => uploads.cancel(upload.id)}>
            {t('action.cancel')}
          </Button>
        </Group>
      </Group>
      <Progress
        value={Math.min(100, percent)}
        animated={arrived}
        aria-label={t('code.uploading', { filename: upload.filename })}
      />
    </div>
  );
}
