import { Button, Group, Stack, Text } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../components/error-panel.tsx';
import { NewPassword, useNewPassword } from '../components/new-password.tsx';
import { useModel } from '../model-context.ts';
import { single } from '../stores/mirror.ts';
import { useSubmit } from './use-submit.ts';

/** The passphrase that protects the file with key and certificate. */
export function Pkcs12Form({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const { client, certificates, page } = useModel();
  const [checked, setChecked] = useState(false);
  const passphrase = useNewPassword();
  const { submit, sending, error } = useSubmit(async () => {
    const body = { format: 'pkcs12' as const, passphrase: passphrase.password };
    const { filename, bytes } = await client.issueCertificate({ body });
    page.save(filename, bytes);
    await certificates.refresh(single);
  }, onDone);
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (passphrase.valid) void submit();
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <Text size="sm">{t('pkcs12.text')}</Text>
        <NewPassword state={passphrase} label={t('pkcs12.passphrase')} checked={checked} />
        {error && <ErrorPanel error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={sending}>
            {t('action.download')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
