import { Button, Code } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Application } from '../../../director/contract/application.ts';
import { command } from '../../actions/command-line.ts';
import { CommandLine } from '../../components/command-hint.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { Section } from '../../components/section.tsx';
import { useEntry, useModel } from '../../model-context.ts';

/** The log of the application's manager, folded: it is for when something went wrong. */
export function ManagerLog({ application }: { application: Application }) {
  const { t } = useTranslation();
  const [open, { toggle }] = useDisclosure(false);
  if (!application.manager) return null;
  return (
    <Section
      title={t('application.managerLog')}
      actions={
        <Button
          size="compact-sm"
          variant="default"
          onClick={toggle}
          aria-expanded={open}
          rightSection={<IconChevronDown aria-hidden size={14} />}
        >
          {open ? t('common.hide') : t('common.show')}
        </Button>
      }
    >
      {open && <LogText aid={application.aid} />}
    </Section>
  );
}

function LogText({ aid }: { aid: number }) {
  const { t } = useTranslation();
  const { managerLogs } = useModel();
  const { value, error } = useEntry(managerLogs, String(aid));
  if (error) return <ErrorPanel error={error} />;
  if (value === undefined) return <ListSkeleton />;
  return (
    <>
      <Code block mah={360} style={{ overflow: 'auto' }} tabIndex={0} aria-label={t('application.managerLog')}>
        {value || t('logs.empty')}
      </Code>
      <CommandLine label={t('command.title')} command={command('application', 'get_log', aid)} />
    </>
  );
}
