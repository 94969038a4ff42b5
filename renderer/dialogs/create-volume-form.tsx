import { Button, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { volumeNameForm } from '../../director/contract/volume.ts';
import { command } from '../actions/command-line.ts';
import { CommandLine } from '../components/command-hint.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { ListSkeleton } from '../components/page-skeleton.tsx';
import { useRoleTitle } from '../components/use-service-type.ts';
import { useEntry, useItem, useModel } from '../model-context.ts';
import { serviceKey } from '../stores/keys.ts';
import { useSubmit } from './use-submit.ts';

interface Place {
  aid: number;
  sid: number;
}

/** A storage volume for one node. */
export function CreateVolumeForm({ place, onDone }: { place: Place; onDone: () => void }) {
  const { t } = useTranslation();
  const { client, nodes: nodesStore, services, operations } = useModel();
  const { aid } = place;
  const type = useItem(services, serviceKey(place))?.type ?? '';
  const { value: nodes, error: unread } = useEntry(nodesStore, serviceKey(place));
  const titleOf = useRoleTitle(type);
  const [name, setName] = useState('');
  const [size, setSize] = useState<number | string>(1024);
  const [chosen, setChosen] = useState<string | null>(null);
  const [checked, setChecked] = useState(false);
  const agentId = chosen ?? nodes?.[0]?.id ?? '';
  const nameFits = volumeNameForm.test(name);
  const { submit, sending, error } = useSubmit(async () => {
    operations.put(await client.createVolume({ params: { aid }, body: { name, size: Number(size), agentId } }));
  }, onDone);
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (nameFits && Number(size) > 0 && agentId) void submit();
  };
  if (unread && !nodes) return <ErrorPanel error={unread} />;
  if (!nodes) return <ListSkeleton />;
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <TextInput
          label={t('volumes.name')}
          description={t('volumes.nameText')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={checked && !nameFits && t('volumes.nameWrong')}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <NumberInput
          label={t('volumes.megabytes')}
          value={size}
          onChange={setSize}
          min={1}
          max={1_000_000_000}
          allowDecimal={false}
          thousandSeparator=","
        />
        <Select
          label={t('volumes.node')}
          data={nodes.map(({ id, address, roles }) => ({
            value: id,
            label: `${address} (${roles.map(titleOf).join(', ')})`,
          }))}
          value={agentId}
          allowDeselect={false}
          onChange={setChosen}
        />
        <Text size="sm" c="dimmed">
          {t('volumes.goesOn')}
        </Text>
        {error && <ErrorPanel error={error} />}
        <CommandLine
          label={t('command.title')}
          command={command(type, 'create_volume', aid, name || '<name>', Number(size), agentId || '<agent id>')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={sending} disabled={!agentId}>
            {t('action.createVolume')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
