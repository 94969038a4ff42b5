import { Group, Stack, Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface NothingYetProps {
  icon: Icon;
  title: string;
  text?: string;
  /** What can be done about it. */
  children?: ReactNode;
}

/** An empty list, told kindly and with the next step. */
export function NothingYet({ icon: Picture, title, text, children }: NothingYetProps) {
  return (
    <Stack align="center" gap={6} py="xl" px="md" ta="center">
      <Picture aria-hidden size={40} stroke={1.3} color="var(--mantine-color-dimmed)" />
      <Text fw={600}>{title}</Text>
      {text && (
        <Text size="sm" c="dimmed" maw={460}>
          {text}
        </Text>
      )}
      {children && <Group mt="sm">{children}</Group>}
    </Stack>
  );
}
