import { Popover } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ServiceTarget } from '../actions/service-actions.ts';
import { perSecond } from '../components/format.ts';
import { lookOfNode } from '../components/look.ts';
import { StatusIcon } from '../components/status-badge.tsx';
import { useRoleTitle } from '../components/use-service-type.ts';
import { type Rates, rateKey } from '../stores/rates.ts';
import type { NodeBox as Box } from './layout.ts';
import { NodeDetails, weighted } from './node-details.tsx';
import { RoleMark } from './role-mark.tsx';
import classes from './topology.module.css';

interface NodeBoxProps {
  box: Box;
  /** null where nothing is counted. */
  rates: Rates | null;
  target: ServiceTarget;
}

/** A node in the picture: its health, its roles and what each answers. Opens its details. */
export function NodeBox({ box: { node, x, y, width, height }, rates, target }: NodeBoxProps) {
  const { t } = useTranslation();
  const titleOf = useRoleTitle(target.service.type);
  const look = lookOfNode(node.state);
  const roles = node.roles.map((role) => {
    const rate = rates?.[rateKey(node.id, role)]?.requests ?? 0;
    return {
      role,
      title: weighted(titleOf(role), node.weights[role]),
      rate: rates ? t('topology.rate', { rate: perSecond(rate) }) : '',
    };
  });
  const spoken = roles.map(({ title, rate }) => `${title} ${rate}`.trim()).join(', ');
  return (
    <Popover width={340} position="bottom" withArrow trapFocus returnFocus shadow="md">
      <Popover.Target>
        <button
          type="button"
          className={classes.node}
          data-state={node.state}
          style={{ left: x, top: y, width, height }}
          aria-label={t('topology.node', { address: node.address, state: look.label, roles: spoken })}
        >
          <span className={classes.head}>
            <StatusIcon look={look} />
            <span className={classes.address}>{node.address}</span>
            {node.state !== 'running' && look.label}
          </span>
          {roles.map(({ role, title, rate }) => (
            <span key={role} className={classes.role}>
              <RoleMark role={role} />
              {title}
              <span className={classes.rate}>{rate}</span>
            </span>
          ))}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('topology.details', { address: node.address })}>
        <NodeDetails node={node} target={target} />
      </Popover.Dropdown>
    </Popover>
  );
}
