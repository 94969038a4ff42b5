import { Group, Select, Stack } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSearch } from 'wouter';
import { command } from '../../actions/command-line.ts';
import type { ServiceTarget } from '../../actions/service-actions.ts';
import { CommandLine } from '../../components/command-hint.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { Section } from '../../components/section.tsx';
import { useRoleTitle } from '../../components/use-service-type.ts';
import { useEntry, useModel } from '../../model-context.ts';
import { paths } from '../../routes.ts';
import { serviceKey } from '../../stores/keys.ts';
import { LogView } from './log-view.tsx';

/** Choice of a node and one of its logs. The choice is part of the address, so that it can be linked to. */
export default function LogsTab({ target: { service } }: { target: ServiceTarget }) {
  const { t } = useTranslation();
  const { nodes, page } = useModel();
  const { value, error } = useEntry(nodes, serviceKey(service));
  const titleOf = useRoleTitle(service.type);
  const asked = new URLSearchParams(useSearch());
  if (error && !value) return <ErrorPanel error={error} />;
  if (!value) return <ListSkeleton />;

  const node = value.find(({ id }) => id === asked.get('node')) ?? value[0];
  if (!node) return <NothingYet icon={IconFileText} title={t('logs.noNodes')} text={t('service.noNodes')} />;
  const log = node.logs.find(({ filename }) => filename === asked.get('file')) ?? node.logs[0];
  const choose = (nodeId: string, filename?: string) => {
    const query = new URLSearchParams({ node: nodeId, ...(filename ? { file: filename } : {}) });
    page.go(`${paths.service(service, 'logs')}?${query}`);
  };
  return (
    <Section title={t('service.tabs.logs')}>
      <Stack gap="sm">
        <Group grow>
          <Select
            label={t('logs.node')}
            data={value.map(({ id, address, roles }) => ({
              value: id,
              label: `${address} (${roles.map(titleOf).join(', ')})`,
            }))}
            value={node.id}
            allowDeselect={false}
            onChange={(id) => id && choose(id)}
          />
          <Select
            label={t('logs.file')}
            data={node.logs.map(({ filename, description }) => ({
              value: filename,
              label: description ? `${filename} – ${description}` : filename,
            }))}
            value={log?.filename ?? null}
            allowDeselect={false}
            onChange={(filename) => filename && choose(node.id, filename)}
          />
        </Group>
        {log ? (
          <LogView aid={service.aid} sid={service.sid} nodeId={node.id} filename={log.filename} />
        ) : (
          <NothingYet icon={IconFileText} title={t('logs.noLogs')} />
        )}
        <CommandLine
          label={t('command.title')}
          command={command(
            service.type,
            'get_agent_log',
            service.aid,
            service.sid,
            node.id,
            ...(log ? ['--filename', log.filename] : []),
          )}
        />
      </Stack>
    </Section>
  );
}
