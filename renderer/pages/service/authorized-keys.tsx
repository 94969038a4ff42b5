import { Code, Group, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ServiceTarget } from '../../actions/service-actions.ts';
import { addKeys } from '../../actions/volume-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Section } from '../../components/section.tsx';
import { bindService } from '../../components/use-targets.ts';
import { useEntry, useModel } from '../../model-context.ts';
import { serviceKey } from '../../stores/keys.ts';
import { partsOfKey } from './key-parts.ts';

/** SSH keys that may push code. */
export function AuthorizedKeys({ target }: { target: ServiceTarget }) {
  const { t } = useTranslation();
  const model = useModel();
  const { value, error } = useEntry(model.authorizedKeys, serviceKey(target.service));
  const add = bindService(addKeys, target, model);
  return (
    <Section
      title={t('keys.title')}
      actions={
        <>
          <CommandHint actions={[add]} subject={t('keys.title')} />
          <ActionButton action={add} />
        </>
      }
    >
      <Text size="sm" c="dimmed">
        {value?.length === 0 ? t('keys.none') : t('keys.text')}
      </Text>
      {error && <ErrorPanel error={error} />}
      {value?.map((line) => {
        const { kind, end, comment } = partsOfKey(line);
        return (
          <Group key={line} gap="sm" wrap="nowrap">
            <IconKey aria-hidden size={18} style={{ flex: 'none' }} />
            <Text size="sm" fw={600}>
              {comment || t('keys.unnamed')}
            </Text>
            <Code>{`${kind} …${end}`}</Code>
          </Group>
        );
      })}
    </Section>
  );
}
