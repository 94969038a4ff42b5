import { Button, Group, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConfigurationKey } from '../../../director/contract/service.ts';
import { bind } from '../../actions/action.ts';
import { request } from '../../actions/perform.ts';
import { type ServiceTarget, updateConfiguration } from '../../actions/service-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Section } from '../../components/section.tsx';
import { useModel } from '../../model-context.ts';
import { serviceKey } from '../../stores/keys.ts';
import { changedValues, hasForm } from './configuration-values.ts';

interface ConfigurationFormProps {
  target: ServiceTarget;
  keys: readonly ConfigurationKey[];
  /** What is in force. */
  values: Readonly<Record<string, string>>;
}

/** A field for each setting of the type, checked against its pattern while it is typed. */
export function ConfigurationForm({ target, keys, values }: ConfigurationFormProps) {
  const { t } = useTranslation();
  const model = useModel();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const changed = changedValues(keys, values, typed);
  const wrong = keys.filter((key) => key.key in changed && !hasForm(key, changed[key.key] ?? ''));
  const save = bind(updateConfiguration, { ...target, values: changed }, model, {
    key: serviceKey(target.service),
    subject: target.service.name,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (wrong.length === 0) void request(save, model);
  };
  return (
    <Section title={t('configuration.title')}>
      <form onSubmit={submit} noValidate>
        <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing="md">
          {keys.map((key) => (
            <Field
              key={key.key}
              setting={key}
              value={typed[key.key] ?? values[key.key] ?? key.default}
              onChange={(value) => setTyped({ ...typed, [key.key]: value })}
            />
          ))}
        </SimpleGrid>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Text size="sm" c="dimmed" role="status">
            {Object.keys(changed).length > 0 && t('configuration.changed', { count: Object.keys(changed).length })}
          </Text>
          <Button variant="default" disabled={Object.keys(typed).length === 0} onClick={() => setTyped({})}>
            {t('configuration.discard')}
          </Button>
          <ActionButton action={wrong.length > 0 ? { ...save, enabled: t('configuration.correctFirst') } : save} />
        </Group>
      </form>
    </Section>
  );
}

interface FieldProps {
  setting: ConfigurationKey;
  value: string;
  onChange(value: string): void;
}

function Field({ setting, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const label = `${setting.label} (${setting.key})`;
  if (setting.choices)
    return (
      <Select
        label={label}
        description={setting.description}
        data={[...setting.choices]}
        value={value}
        allowDeselect={false}
        onChange={(choice) => onChange(choice ?? value)}
      />
    );
  return (
    <TextInput
      label={label}
      description={setting.description}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={hasForm(setting, value) ? null : t('configuration.form', { form: setting.form })}
      placeholder={setting.default}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
