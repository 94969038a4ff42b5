import { Button, Group, NumberInput, Popover, Stack, Text } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Node } from '../../../director/contract/service.ts';
import { bind } from '../../actions/action.ts';
import { setWeight, type WeightTarget } from '../../actions/node-actions.ts';
import { request } from '../../actions/perform.ts';
import type { ServiceTarget } from '../../actions/service-actions.ts';
import { useModel } from '../../model-context.ts';

interface NodeWeightProps {
  target: ServiceTarget;
  node: Node;
  role: WeightTarget['role'];
  title: string;
}

const usual = 100;

/** The share of the load of a node in one role: shown as a small button that lets it be changed. */
export function NodeWeight({ target, node, role, title }: NodeWeightProps) {
  const { t } = useTranslation();
  const model = useModel();
  const current = node.weights[role] ?? usual;
  const [open, setOpen] = useState(false);
  const [weight, setWeightTo] = useState<number | string>(current);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const action = bind(setWeight, { ...target, node, role, weight: Number(weight) }, model, {
      key: `${node.id} ${role}`,
      subject: node.address,
    });
    setOpen(false);
    void request(action, model);
  };
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus withArrow shadow="md" width={250}>
      <Popover.Target>
        <Button
          variant="default"
          size="compact-xs"
          aria-label={t('node.changeWeight', { role: title, address: node.address, weight: current })}
          onClick={() => {
            setWeightTo(current);
            setOpen((was) => !was);
          }}
        >
          {title} {current}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <Stack gap="xs">
            <NumberInput
              label={t('node.weightOf', { role: title })}
              value={weight}
              onChange={setWeightTo}
              min={0}
              max={256}
              allowDecimal={false}
              data-autofocus
            />
            <Text size="xs" c="dimmed">
              {t('node.weightText')}
            </Text>
            <Group justify="flex-end">
              <Button type="submit" size="xs" disabled={weight === '' || Number(weight) === current}>
                {t('action.setWeight')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
