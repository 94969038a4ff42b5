import { Group, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { bind } from '../../actions/action.ts';
import { request } from '../../actions/perform.ts';
import { type ServiceTarget, setDebug } from '../../actions/service-actions.ts';
import { CommandHint } from '../../components/command-hint.tsx';
import { Section } from '../../components/section.tsx';
import { useModel } from '../../model-context.ts';
import { serviceKey } from '../../stores/keys.ts';

/** Whether pages show what goes wrong in the code. */
export function DebugSwitch({ target, on }: { target: ServiceTarget; on: boolean }) {
  const { t } = useTranslation();
  const model = useModel();
  const toggle = bind(setDebug, { ...target, on: !on }, model, {
    key: serviceKey(target.service),
    subject: target.service.name,
  });
  const busy = useStore(model.interaction, (state) => state.busy.has(toggle.key));
  return (
    <Section title={t('debug.title')} actions={<CommandHint actions={[toggle]} subject={t('debug.title')} />}>
      <Group>
        <Switch
          checked={on}
          disabled={busy || toggle.enabled !== true}
          onChange={() => void request(toggle, model)}
          label={t('debug.label')}
          description={toggle.enabled === true ? t('debug.text') : toggle.enabled}
        />
      </Group>
    </Section>
  );
}
