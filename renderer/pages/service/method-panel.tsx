import { Code, Group, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceTypeDescription } from '../../../director/contract/service.ts';
import { bind } from '../../actions/action.ts';
import { askMethod, callMethod, type MethodTarget } from '../../actions/method-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { Section } from '../../components/section.tsx';
import { useEntry, useModel } from '../../model-context.ts';
import { methodKey } from '../../stores/keys.ts';
import { answerText } from './method-answer.ts';

type Method = ServiceTypeDescription['methods'][number];

/** Only tells something, so that it may be asked whenever somebody looks. */
const onlyTells = ({ verb, parameters }: Method) => verb === 'GET' && parameters.length === 0;

/** One method of a type, made from its description. */
export function MethodPanel({ target }: { target: MethodTarget }) {
  return onlyTells(target.method) ? <Told target={target} /> : <Form target={target} />;
}

function Told({ target }: { target: MethodTarget }) {
  const { t } = useTranslation();
  const model = useModel();
  const { service, method } = target;
  const key = methodKey(service, method.name);
  const ask = bind(askMethod, target, model, { key, subject: method.title });
  return (
    <Section
      title={method.title}
      actions={
        <>
          <CommandHint actions={[ask]} subject={method.title} />
          <ActionButton action={ask} named />
        </>
      }
    >
      <Text size="sm" c="dimmed">
        {method.description}
      </Text>
      {service.state === 'RUNNING' ? (
        <Answer answerKey={key} title={method.title} />
      ) : (
        <Text size="sm">{t('service.noNodes')}</Text>
      )}
    </Section>
  );
}

function Answer({ answerKey, title }: { answerKey: string; title: string }) {
  const { value, error } = useEntry(useModel().methodAnswers, answerKey);
  if (error) return <ErrorPanel error={error} />;
  if (value === undefined) return <ListSkeleton lines={1} />;
  return (
    <Code block mah={360} style={{ overflow: 'auto' }} tabIndex={0} aria-label={title} aria-live="polite">
      {answerText(value).trimEnd()}
    </Code>
  );
}

function Form({ target }: { target: MethodTarget }) {
  const model = useModel();
  const { service, method } = target;
  const [parameters, setParameters] = useState<Readonly<Record<string, string>>>({});
  const call = bind(callMethod, { ...target, parameters }, model, {
    key: methodKey(service, method.name),
    subject: method.title,
  });
  const change = (name: string, value: string) => setParameters((before) => ({ ...before, [name]: value }));
  return (
    <Section title={method.title} actions={<CommandHint actions={[call]} subject={method.title} />}>
      <Text size="sm" c="dimmed">
        {method.description}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {method.parameters.map(({ name, description, optional, choices }) => {
          const common = { label: name, description, required: !optional, value: parameters[name] ?? '' };
          return choices ? (
            <Select
              key={name}
              {...common}
              data={[...choices]}
              value={parameters[name] ?? null}
              onChange={(chosen) => change(name, chosen ?? '')}
            />
          ) : (
            <TextInput
              key={name}
              {...common}
              onChange={(event) => change(name, event.currentTarget.value)}
              autoComplete="off"
            />
          );
        })}
      </SimpleGrid>
      <Group justify="flex-end">
        <ActionButton action={call} />
      </Group>
    </Section>
  );
}
