import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Sample } from '../../../director/contract/system.ts';
import { bind } from '../../actions/action.ts';
import { deploySample } from '../../actions/application-actions.ts';
import type { BoundAction } from '../../actions/bound-action.ts';
import { request } from '../../actions/perform.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Cost } from '../../components/cost.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useEntry, useItems, useModel } from '../../model-context.ts';
import { single } from '../../stores/mirror.ts';
import { isUnderWay } from '../../stores/operations.ts';
import classes from './dashboard.module.css';
import { Illustration } from './illustration.tsx';

/** The first screen: what this is, and one click to see it work. */
export function Welcome({ create }: { create: BoundAction }) {
  const { t } = useTranslation();
  const { value: samples, error } = useEntry(useModel().samples, single);
  const first = samples?.[0];
  return (
    <Paper p="xl" radius="lg" withBorder shadow="xs" className={classes.welcome ?? ''}>
      <Stack gap="md" className={classes.words ?? ''}>
        <PageHeader title={t('welcome.title')} />
        <Text c="dimmed">{t('welcome.text')}</Text>
        {first && <SampleStart sample={first} />}
        {error && <ErrorPanel error={error} />}
        <Group gap="sm" mt="xs">
          {first && <SampleButton sample={first} />}
          <ActionButton action={create} size="md" />
        </Group>
      </Stack>
      <Illustration />
    </Paper>
  );
}

function SampleStart({ sample }: { sample: Sample }) {
  const { t } = useTranslation();
  const model = useModel();
  // With how many nodes a service starts tells what the sample costs.
  useEntry(model.serviceTypes, single);
  const { instances } = bind(deploySample, sample, model);
  return (
    <div>
      <Text>{t('welcome.sample', { title: sample.title, description: sample.description })}</Text>
      {instances && <Cost instances={instances} />}
    </div>
  );
}

/** The prominent button of the first screen. While the sample is being set up its progress is shown above. */
function SampleButton({ sample }: { sample: Sample }) {
  const { t } = useTranslation();
  const model = useModel();
  const asked = useStore(model.interaction, ({ busy }) => busy.has('sample.deploy'));
  const operations = Object.values(useItems(model.operations.collection));
  const underWay = operations.some((operation) => operation.kind === 'sample.deploy' && isUnderWay(operation));
  return (
    <Button
      size="md"
      leftSection={<IconRocket aria-hidden size={18} />}
      disabled={asked || underWay}
      onClick={() => void request(bind(deploySample, sample, model), model)}
    >
      {t('action.deploySample', { title: sample.title })}
    </Button>
  );
}
