import { Code, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { editStartupScript, type ServiceTarget } from '../../actions/service-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { Section } from '../../components/section.tsx';
import { bindService } from '../../components/use-targets.ts';
import { useEntry, useModel } from '../../model-context.ts';
import { serviceKey } from '../../stores/keys.ts';

/** The script that new nodes run, and the way to change it. */
export function StartupScript({ target }: { target: ServiceTarget }) {
  const { t } = useTranslation();
  const model = useModel();
  const { value } = useEntry(model.startupScripts, serviceKey(target.service));
  const edit = bindService(editStartupScript, target, model);
  return (
    <Section
      title={t('startupScript.title')}
      actions={
        <>
          <CommandHint actions={[edit]} subject={t('startupScript.title')} />
          <ActionButton action={edit} />
        </>
      }
    >
      <Text size="sm" c="dimmed" mb={value ? 'sm' : 0}>
        {value ? t('startupScript.text') : t('startupScript.none')}
      </Text>
      {value && (
        <Code block mah={200} style={{ overflow: 'auto' }}>
          {value}
        </Code>
      )}
    </Section>
  );
}
