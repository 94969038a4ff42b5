import { IconTopologyStar3 } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Application } from '../../../director/contract/application.ts';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { Section } from '../../components/section.tsx';
import { useServicesOf } from '../../components/use-targets.ts';
import { useEntry, useModel } from '../../model-context.ts';
import { serviceKey } from '../../stores/keys.ts';
import { single } from '../../stores/mirror.ts';
import { laneOf, TopologyPicture } from '../../topology/topology-picture.tsx';

/** All services that have nodes, in one picture. */
export function TopologySection({ application }: { application: Application }) {
  const { t } = useTranslation();
  const { nodes, serviceTypes } = useModel();
  const services = useServicesOf(application.aid);
  const { value: types } = useEntry(serviceTypes, single);
  const entries = useStore(nodes.store, (state) => state.entries);
  // Nodes are asked of the manager, which is there only while the application runs.
  const managed = application.state === 'RUNNING' || application.state === 'ADAPTING';
  const keys = managed ? services.map(serviceKey).join(' ') : '';
  useEffect(() => {
    const stops = keys === '' ? [] : keys.split(' ').map((key) => nodes.watch(key));
    return () => {
      for (const stop of stops) stop();
    };
  }, [nodes, keys]);

  const lanes = services
    .map((service) => {
      const type = types?.find((one) => one.type === service.type);
      return laneOf({ application, service }, entries[serviceKey(service)]?.value ?? [], type);
    })
    .filter((lane) => managed && lane.nodes.length > 0);
  if (services.length === 0) return null;
  return (
    <Section title={t('topology.title')}>
      {lanes.length > 0 ? (
        <TopologyPicture lanes={lanes} titled />
      ) : (
        <NothingYet
          icon={IconTopologyStar3}
          title={t('topology.none')}
          text={application.state === 'RUNNING' ? t('topology.noneRunning') : t('topology.noneStopped')}
        />
      )}
    </Section>
  );
}
