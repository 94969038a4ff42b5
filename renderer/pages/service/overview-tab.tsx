import { Stack } from '@mantine/core';
import { IconTopologyStar3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ServiceTarget } from '../../actions/service-actions.ts';
import { Cost } from '../../components/cost.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { Section } from '../../components/section.tsx';
import { useServiceType } from '../../components/use-service-type.ts';
import { useEntry, useModel } from '../../model-context.ts';
import { serviceKey } from '../../stores/keys.ts';
import { laneOf, TopologyPicture } from '../../topology/topology-picture.tsx';
import { NodeTable } from './node-table.tsx';
import { Scaling } from './scaling.tsx';

/** The picture, how many nodes of each role there are, and every node. */
export default function OverviewTab({ target }: { target: ServiceTarget }) {
  const { t } = useTranslation();
  const { nodes } = useModel();
  const { value, error } = useEntry(nodes, serviceKey(target.service));
  const type = useServiceType(target.service.type);
  if (error && !value) return <ErrorPanel error={error} />;
  if (!value || !type) return <ListSkeleton />;
  return (
    <Stack gap="lg">
      <Section title={t('topology.title')}>
        {value.length > 0 ? (
          <TopologyPicture lanes={[laneOf(target, value, type)]} />
        ) : (
          <NothingYet icon={IconTopologyStar3} title={t('topology.none')} text={t('service.noNodes')}>
            {target.service.state !== 'RUNNING' && <Cost instances={type.startingNodes} />}
          </NothingYet>
        )}
      </Section>
      {value.length > 0 && (
        <>
          <Scaling target={target} nodes={value} type={type} />
          <NodeTable target={target} nodes={value} />
        </>
      )}
    </Stack>
  );
}
