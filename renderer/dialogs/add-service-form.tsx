import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { command } from '../actions/command-line.ts';
import { CommandLine } from '../components/command-hint.tsx';
import { Cost } from '../components/cost.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { ListSkeleton } from '../components/page-skeleton.tsx';
import { ServiceIcon } from '../components/service-icon.tsx';
import { useCredit } from '../components/use-credit.ts';
import { useEntry, useModel } from '../model-context.ts';
import { paths } from '../routes.ts';
import { single } from '../stores/mirror.ts';
import { useSubmit } from './use-submit.ts';

/** Choice of a type, built from what the Director offers, and a name. */
export function AddServiceForm({ aid, onDone }: { aid: number; onDone: () => void }) {
  const { t } = useTranslation();
  const { client, serviceTypes, services, page } = useModel();
  const { value: types, error: unread } = useEntry(serviceTypes, single);
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState('');
  const type = chosen ?? types?.[0]?.type ?? '';
  const credit = useCredit();
  const startingNodes = types?.find((one) => one.type === type)?.startingNodes;
  const { submit, sending, error } = useSubmit(async () => {
    const given = name.trim() ? { name: name.trim() } : {};
    const service = await client.addService({ params: { aid }, body: { type, ...given } });
    services.put(service);
    page.go(paths.service(service));
  }, onDone);
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void submit();
  };
  if (unread) return <ErrorPanel error={unread} />;
  if (!types) return <ListSkeleton />;
  return (
    <form onSubmit={onSubmit}>
      <Stack>
        <Radio.Group label={t('dialog.serviceType')} value={type} onChange={(value) => setChosen(String(value))}>
          <Stack gap="xs" mt="xs">
            {types.map((one) => (
              <Radio.Card key={one.type} value={one.type} p="md" radius="md" aria-label={one.title}>
                <Group wrap="nowrap" align="flex-start">
                  <Radio.Indicator />
                  <ServiceIcon type={one} />
                  <div>
                    <Text fw={600} size="sm">
                      {one.title}
                    </Text>
                    <Text size="sm" c="dimmed">
                      {one.description}
                    </Text>
                  </div>
                </Group>
              </Radio.Card>
            ))}
          </Stack>
        </Radio.Group>
        <TextInput
          label={t('dialog.serviceName')}
          description={t('dialog.serviceNameText')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={256}
          autoComplete="off"
        />
        {credit && startingNodes && (
          <div>
            <Text size="sm">{t('dialog.addedNotStarted')}</Text>
            <Cost instances={startingNodes} />
          </div>
        )}
        {error && <ErrorPanel error={error} />}
        <CommandLine label={t('command.title')} command={command(type, 'add', aid)} />
        <Group justify="flex-end">
          <Button type="submit" loading={sending}>
            {t('action.addService')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
