import { ActionIcon, Button, type ButtonProps, Tooltip } from '@mantine/core';
import { useStore } from 'zustand';
import type { BoundAction } from '../actions/bound-action.ts';
import { request } from '../actions/perform.ts';
import { useModel } from '../model-context.ts';

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
  const name = named && action.subject ? `${action.label}: ${action.subject}` : action.label;
  const common = {
    size,
    variant: variant ?? variants[action.tone],
    loading: busy,
    onClick: () => void request(action, model),
    ...(action.tone === 'danger' ? { color: 'red' } : {}),
    ...(blocked ? { 'aria-disabled': true, 'data-disabled': true } : {}),
  };
  const why = action.enabled === true ? action.label : action.enabled;
  const tooltip = { label: why, disabled: !(blocked || iconOnly), events: { hover: true, focus: true, touch: true } };
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
