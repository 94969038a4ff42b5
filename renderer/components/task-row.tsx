import { Group, Text } from '@mantine/core';
import type { Operation } from '../../director/contract/operation.ts';
import { lookOfOperation } from './look.ts';
import { RelativeTime } from './relative-time.tsx';
import { StatusIcon } from './status-badge.tsx';

/** An operation in one line. */
export function TaskRow({ operation }: { operation: Operation }) {
  const look = lookOfOperation(operation.state);
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <StatusIcon look={look} size={18} />
      <div style={{ minWidth: 0, flex: 1 }}>
        <Text size="sm">{operation.title}</Text>
        <Text size="xs" c="dimmed">
          {look.label} · <RelativeTime time={operation.finished ?? operation.created} />
        </Text>
        {operation.error && (
          <Text size="xs" c="var(--bad-ink)">
            {operation.error.message}
          </Text>
        )}
      </div>
    </Group>
  );
}
