import { ActionIcon, Button, type ButtonProps, Tooltip } from '@mantine/core';
import { useStore } from 'zustand';
import type { BoundAction } from '../actions/bound-action.ts';
import { request } from '../actions/perform.ts';
import { useModel } from '../model-context.ts';
import { CostWords } from './cost.tsx';
import { useCredit } from './use-credit.ts';

interface ActionButtonProps {
  action: BoundAction;
  size?: NonNullable<ButtonProps['size']>;
  variant?: NonNullable<ButtonProps['variant']>;
  /** Only the icon is seen; the label is its name and tooltip. */
  iconOnly?: boolean;
  /** Adds what it is done to to the name, where several buttons with the same label are on the page. */
  named?: boolean;
}

const variants = { primary: 'filled', default: 'default', danger: 'light' } as const;

/**
 * A button for an action. One that cannot be used now stays reachable by keyboard and tells why, as a button that is
 * merely grey leaves the user guessing.
 */
export function ActionButton({ action, size = 'sm', variant, iconOnly = false, named = false }: ActionButtonProps) {
  const model = useModel();
  const busy = useStore(model.interaction, ({ busy }) => busy.has(action.key));
  const blocked = action.enabled !== true;
  const costs = useCredit() && action.instances;
  const name = named && action.subject ? `${action.label}: ${action.subject}` : action.label;
  const common = {
    size,
    variant: variant ?? variants[action.tone],
    loading: busy,
    onClick: () => void request(action, model),
    ...(action.tone === 'danger' ? { color: 'red' } : {}),
    ...(blocked ? { 'aria-disabled': true, 'data-disabled': true } : {}),
  };
  const label = blocked ? action.enabled : <Explanation action={action} named={iconOnly} />;
  const tooltip = {
    label,
    disabled: !(blocked || iconOnly || costs),
    events: { hover: true, focus: true, touch: true },
  };
  if (iconOnly)
    return (
      <Tooltip {...tooltip}>
        <ActionIcon {...common} size={size === 'sm' ? 'lg' : 'md'} aria-label={name}>
          <action.icon aria-hidden size={18} />
        </ActionIcon>
      </Tooltip>
    );
  return (
    <Tooltip {...tooltip}>
      <Button
        {...common}
        leftSection={<action.icon aria-hidden size={16} />}
        {...(named ? { 'aria-label': name } : {})}
      >
        {action.label}
      </Button>
    </Tooltip>
  );
}

/** What the tooltip of a button tells: its name where that is not seen, and what it costs. */
function Explanation({ action: { label, instances }, named }: { action: BoundAction; named: boolean }) {
  const credit = useCredit();
  return (
    <>
      {named && <div>{label}</div>}
      {credit && instances && <CostWords instances={instances} />}
    </>
  );
}
