import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { bind } from '../../actions/action.ts';
import { deploySample } from '../../actions/application-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Cost } from '../../components/cost.tsx';
import { Section } from '../../components/section.tsx';
import { useEntry, useModel } from '../../model-context.ts';
import { single } from '../../stores/mirror.ts';

/** Applications to try, below one's own. @param more the first one is offered elsewhere on the page */
export function Samples({ more = false }: { more?: boolean }) {
  const { t } = useTranslation();
  const model = useModel();
  const { value: all } = useEntry(model.samples, single);
  const samples = more ? all?.slice(1) : all;
  // With how many nodes a service starts tells what a sample costs.
  useEntry(model.serviceTypes, single);
  if (!samples || samples.length === 0) return null;
  return (
    <Section title={more ? t('sample.more') : t('sample.title')}>
      {samples.map((sample) => {
        const deploy = bind(deploySample, sample, model, { key: sample.name, subject: sample.title });
        return (
          <Group key={sample.name} justify="space-between" wrap="nowrap">
            <div>
              <Text fw={600} size="sm">
                {sample.title}
              </Text>
              <Text size="sm" c="dimmed">
                {sample.description}
              </Text>
              {deploy.instances && <Cost instances={deploy.instances} />}
            </div>
            <ActionButton action={{ ...deploy, tone: 'default' }} />
          </Group>
        );
      })}
    </Section>
  );
}
