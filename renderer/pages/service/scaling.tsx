import { Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Node, ServiceTypeDescription } from '../../../director/contract/service.ts';
import { type Action, bind } from '../../actions/action.ts';
import { addNode, type RoleTarget, removeNode } from '../../actions/node-actions.ts';
import { canAdd, countOf, separateOf } from '../../actions/scaling.ts';
import type { ServiceTarget } from '../../actions/service-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { Cost } from '../../components/cost.tsx';
import { Section } from '../../components/section.tsx';
import { useModel } from '../../model-context.ts';
import { serviceKey } from '../../stores/keys.ts';
import classes from './service.module.css';

interface ScalingProps {
  target: ServiceTarget;
  nodes: readonly Node[];
  type: ServiceTypeDescription;
}

/** Plus and minus for each role, with the rules told before somebody runs into them. */
export function Scaling({ target, nodes, type }: ScalingProps) {
  const { t } = useTranslation();
  const model = useModel();
  const bound = (action: Action<RoleTarget>, role: string, roleTitle: string) =>
    bind(action, { ...target, role, roleTitle, nodes }, model, {
      key: `${serviceKey(target.service)} ${role}`,
      subject: roleTitle,
    });
  const rows = type.roles.map(({ role, title, description, most }) => ({
    role,
    title,
    description,
    fixed: most === 1,
    add: bound(addNode, role, title),
    remove: bound(removeNode, role, title),
  }));
  return (
    <Section
      title={t('scaling.title')}
      actions={
        <CommandHint
          actions={rows.flatMap(({ add, remove, fixed }) => (fixed ? [] : [add, remove]))}
          subject={t('scaling.title')}
        />
      }
    >
      <Stack gap="md">
        {rows.map(({ role, title, description, fixed, add, remove }) => (
          <Group key={role} justify="space-between" wrap="nowrap" role="group" aria-label={title}>
            <div>
              <Text fw={600} size="sm">
                {title}
              </Text>
              <Text size="sm" c="dimmed">
                {description}
              </Text>
              <Text size="xs" c="dimmed">
                {ruleOf(role, nodes)}
              </Text>
            </div>
            <Group gap="xs" wrap="nowrap">
              {!fixed && <ActionButton action={remove} variant="default" iconOnly />}
              <output className={classes.count} aria-label={t('scaling.count', { role: title })}>
                {countOf(nodes, role)}
              </output>
              {!fixed && <ActionButton action={add} variant="default" iconOnly />}
            </Group>
          </Group>
        ))}
        <Cost instances={1} />
      </Stack>
    </Section>
  );

  /** What will happen, or what has to be done first. */
  function ruleOf(role: string, all: readonly Node[]): string {
    if (countOf(all, 'proxy') === 0) return '';
    const adding = canAdd(all, role);
    if (adding !== true) return adding;
    return role !== 'proxy' && separateOf(all, role) === 0 ? t('scaling.firstSeparate') : '';
  }
}
