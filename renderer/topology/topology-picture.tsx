import { Anchor, Group, Text } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ServiceTypeDescription } from '../../director/contract/service.ts';
import type { ServiceTarget } from '../actions/service-actions.ts';
import { perSecond } from '../components/format.ts';
import { lookOfState } from '../components/look.ts';
import { StatusIcon } from '../components/status-badge.tsx';
import { hasSite } from '../components/use-service-type.ts';
import { paths } from '../routes.ts';
import { serviceKey } from '../stores/keys.ts';
import { type Rates, rateKey } from '../stores/rates.ts';
import { FlowLine } from './flow-line.tsx';
import { type Lane, type LaneInput, layoutTopology } from './layout.ts';
import { NodeBox } from './node-box.tsx';
import classes from './topology.module.css';
import { useRates } from './use-rates.ts';

export interface TopologyLane extends LaneInput {
  target: ServiceTarget;
}

interface TopologyPictureProps {
  lanes: readonly TopologyLane[];
  /** Whether each lane tells which service it is. */
  titled?: boolean;
}

/** A live picture of how requests reach the nodes of services. */
export function TopologyPicture({ lanes, titled = false }: TopologyPictureProps) {
  const { t } = useTranslation();
  const { ref: sizeRef, width } = useElementSize();
  const { ref: viewRef, rates } = useRates(lanes.filter(({ visited }) => visited).map(({ key }) => key));
  const ref = useMergedRef(sizeRef, viewRef);
  const picture = layoutTopology(lanes, Math.max(width, 320));
  const { visitors } = picture;
  return (
    <section ref={ref} className={classes.picture} style={{ height: picture.height }} aria-label={t('topology.label')}>
      {width > 0 && (
        <>
          <svg className={classes.flows} aria-hidden="true">
            {picture.lanes.map((lane) =>
              lane.flows.map((flow) => (
                <FlowLine
                  key={`${lane.key} ${flow.key}`}
                  d={flow.d}
                  rate={(rates[lane.key]?.[rateKey(flow.nodeId, flow.role)]?.requests ?? 0) * flow.share}
                />
              )),
            )}
          </svg>
          {visitors && (
            <div
              className={classes.visitors}
              style={{ left: visitors.x, top: visitors.y, width: visitors.width, height: visitors.height }}
            >
              <IconUsers aria-hidden size={34} stroke={1.4} />
              {t('topology.visitors')}
            </div>
          )}
          {picture.lanes.map((lane, index) => (
            <LanePart key={lane.key} lane={lane} input={lanes[index]} rates={rates[lane.key] ?? {}} titled={titled} />
          ))}
        </>
      )}
    </section>
  );
}

interface LanePartProps {
  lane: Lane;
  input: TopologyLane | undefined;
  rates: Rates;
  titled: boolean;
}

function LanePart({ lane, input, rates, titled }: LanePartProps) {
  const { t } = useTranslation();
  if (!input) return null;
  const { service } = input.target;
  const coming = input.nodes.map(({ id }) => rates[rateKey(id, input.entryRole)]?.requests ?? 0);
  const total = coming.reduce((sum, rate) => sum + rate, 0);
  return (
    <>
      <div className={classes.lane} style={{ left: lane.title.x, top: lane.title.y }}>
        {titled && (
          <Group gap={6} wrap="nowrap">
            <StatusIcon look={lookOfState(service.state)} />
            <Anchor component={Link} href={paths.service(service)} size="sm" fw={600} c="var(--mantine-color-text)">
              {service.name}
            </Anchor>
          </Group>
        )}
        <Text span size="sm" c="dimmed">
          {input.visited
            ? t('topology.total', { rate: perSecond(total), count: input.nodes.length })
            : t('topology.nodes', { count: input.nodes.length })}
        </Text>
      </div>
      {lane.boxes.map((box) => (
        <NodeBox key={box.node.id} box={box} rates={input.visited ? rates : null} target={input.target} />
      ))}
      {lane.more.map(({ count, x, y, width, height }) => (
        <div key={`${x} ${y}`} className={classes.more} style={{ left: x, top: y, width, height }}>
          {t('topology.more', { count })}
        </div>
      ))}
    </>
  );
}

/** What a lane shows of a service. @param type of the service; undefined while it is read */
export function laneOf(
  target: ServiceTarget,
  nodes: LaneInput['nodes'],
  type: ServiceTypeDescription | undefined,
): TopologyLane {
  // Visitors come in through the proxy where the type has one.
  const roles = type?.roles.map(({ role }) => role) ?? [];
  const entryRole = roles.includes('proxy') ? 'proxy' : (roles[0] ?? '');
  return { key: serviceKey(target.service), target, nodes, entryRole, visited: type !== undefined && hasSite(type) };
}
