import { Code, Group, Table, Text } from '@mantine/core';
import { IconDatabase } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Volume } from '../../../director/contract/volume.ts';
import { bind } from '../../actions/action.ts';
import type { ServiceTarget } from '../../actions/service-actions.ts';
import { createVolume, deleteVolume } from '../../actions/volume-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { mebibytes } from '../../components/format.ts';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { Section } from '../../components/section.tsx';
import { bindService } from '../../components/use-targets.ts';
import { useEntry, useModel } from '../../model-context.ts';
import { serviceKey } from '../../stores/keys.ts';

/** Storage volumes of a service: they outlive the nodes that they are attached to. */
export default function VolumesTab({ target }: { target: ServiceTarget }) {
  const { t } = useTranslation();
  const model = useModel();
  const { aid, sid } = target.service;
  const { value, error } = useEntry(model.volumes, String(aid));
  const mine = value?.filter((volume) => volume.sid === sid);
  const create = bindService(createVolume, target, model);
  return (
    <Section
      title={t('volumes.title')}
      actions={
        <>
          <CommandHint actions={[create]} subject={t('volumes.title')} />
          <ActionButton action={create} />
        </>
      }
    >
      <Text size="sm" c="dimmed">
        {t('volumes.text')}
      </Text>
      {error && <ErrorPanel error={error} />}
      {!mine && !error && <ListSkeleton />}
      {mine?.length === 0 && <NothingYet icon={IconDatabase} title={t('volumes.none')} />}
      {mine && mine.length > 0 && <VolumeTable target={target} volumes={mine} />}
    </Section>
  );
}

function VolumeTable({ target, volumes }: { target: ServiceTarget; volumes: readonly Volume[] }) {
  const { t } = useTranslation();
  const model = useModel();
  const { value: nodes } = useEntry(model.nodes, serviceKey(target.service));
  const placeOf = (agentId: string) =>
    agentId === '' ? t('volumes.detached') : (nodes?.find(({ id }) => id === agentId)?.address ?? agentId);
  return (
    <Table.ScrollContainer minWidth={680}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('volumes.name')}</Table.Th>
            <Table.Th scope="col">{t('volumes.size')}</Table.Th>
            <Table.Th scope="col">{t('volumes.node')}</Table.Th>
            <Table.Th scope="col">{t('volumes.path')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t('volumes.actions')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {volumes.map((volume) => {
            const { name, size, agentId, path, kept } = volume;
            const remove = bind(deleteVolume, { ...target, volume }, model, {
              key: `${serviceKey(target.service)} ${name}`,
              subject: name,
            });
            return (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={500}>
                  {name}
                </Table.Th>
                <Table.Td>
                  <Text size="sm">{mebibytes(size)}</Text>
                  <Text size="xs" c="dimmed">
                    {kept}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Text size="sm">{placeOf(agentId)}</Text>
                </Table.Td>
                <Table.Td>{path && <Code>{path}</Code>}</Table.Td>
                <Table.Td>
                  <Group gap={6} justify="flex-end" wrap="nowrap">
                    <CommandHint actions={[remove]} subject={name} />
                    <ActionButton action={remove} size="xs" named />
                  </Group>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
