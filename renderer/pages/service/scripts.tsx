import { Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconScript } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bind } from '../../actions/action.ts';
import { executeScript, scriptCommands, scriptMethods } from '../../actions/method-actions.ts';
import type { ServiceTarget } from '../../actions/service-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import type { Look } from '../../components/look.ts';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { Section } from '../../components/section.tsx';
import { StatusIcon } from '../../components/status-badge.tsx';
import { useRepeatedly } from '../../components/use-repeatedly.ts';
import { useRoleTitle } from '../../components/use-service-type.ts';
import { useEntry, useModel } from '../../model-context.ts';
import { methodKey, serviceKey } from '../../stores/keys.ts';
import { lookOfScript, type ScriptStatus, scriptStatusOf } from './script-status.ts';

/** Milliseconds between two looks: soon while a script runs; else for what others start. */
const [soon, later] = [2000, 10_000];

/** Starting scripts on all nodes, and how they fare on each. */
export function Scripts({ target }: { target: ServiceTarget }) {
  const { t } = useTranslation();
  const model = useModel();
  const [parameters, setParameters] = useState('');
  const { service } = target;
  const actions = scriptCommands.map((script) =>
    bind(executeScript(script), { ...target, parameters }, model, { key: serviceKey(service), subject: service.name }),
  );
  return (
    <Section title={t('scripts.title')} actions={<CommandHint actions={actions} subject={t('scripts.title')} />}>
      <Text size="sm" c="dimmed">
        {t('scripts.text')}
      </Text>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t('scripts.parameters')}
          placeholder={t('scripts.parametersText')}
          value={parameters}
          onChange={(event) => setParameters(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          style={{ flex: '1 1 16rem' }}
        />
        {actions.map((action) => (
          <ActionButton key={action.key} action={action} />
        ))}
      </Group>
      {service.state === 'RUNNING' || service.state === 'ADAPTING' ? (
        <Status target={target} />
      ) : (
        <NothingYet icon={IconScript} title={t('scripts.none')} text={t('service.noNodes')} />
      )}
    </Section>
  );
}

function Status({ target: { service } }: { target: ServiceTarget }) {
  const { methodAnswers } = useModel();
  const key = methodKey(service, scriptMethods.status);
  const { value, error } = useEntry(methodAnswers, key);
  const status = scriptStatusOf(value);
  useRepeatedly(() => void methodAnswers.refresh(key), status?.running ? soon : later);
  return (
    <>
      {error && <ErrorPanel error={error} />}
      {!status && !error && <ListSkeleton />}
      {status && <StatusTable service={service} status={status} />}
    </>
  );
}

function StatusTable({ service, status }: { service: ServiceTarget['service']; status: ScriptStatus }) {
  const { t } = useTranslation();
  const { value: nodes } = useEntry(useModel().nodes, serviceKey(service));
  const titleOf = useRoleTitle(service.type);
  const { scripts, agents } = status;
  return (
    <Stack gap="xs">
      <Table.ScrollContainer minWidth={640}>
        <Table verticalSpacing="xs" aria-label={t('scripts.status')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('scripts.node')}</Table.Th>
              {scripts.map((script) => (
                <Table.Th key={script} scope="col">
                  {script}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {agents.map(({ id, states }) => {
              const node = nodes?.find((one) => one.id === id);
              return (
                <Table.Tr key={id}>
                  <Table.Th scope="row" fw={500}>
                    {node ? `${node.address} (${node.roles.map(titleOf).join(', ')})` : id}
                    {node && (
                      <Text size="xs" c="dimmed">
                        {id}
                      </Text>
                    )}
                  </Table.Th>
                  {scripts.map((script) => (
                    <Table.Td key={script}>
                      <ScriptState look={lookOfScript(states[script])} />
                    </Table.Td>
                  ))}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="xs" c="dimmed" role="status">
        {status.running ? t('scripts.running') : t('scripts.quiet')}
      </Text>
    </Stack>
  );
}

/** Five columns of badges would be too wide: the icon and the words of the protocol, which may wrap. */
function ScriptState({ look }: { look: Look }) {
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <StatusIcon look={look} size={18} />
      <Text size="xs" lh={1.4}>
        {look.label}
      </Text>
    </Group>
  );
}
