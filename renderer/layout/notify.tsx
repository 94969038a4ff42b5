import { Anchor, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Note } from '../stores/page.ts';

const looks = {
  success: { color: 'teal', icon: <IconCheck aria-hidden size={18} />, autoClose: 6000 },
  info: { color: 'ink', icon: <IconInfoCircle aria-hidden size={18} />, autoClose: 6000 },
  // What failed stays until it was read.
  error: { color: 'red', icon: <IconAlertTriangle aria-hidden size={18} />, autoClose: false },
} as const;

/** Shows a note at the edge of the window; a later one with the same id replaces it. */
export function notify({ id, tone, title, text, link, error }: Note): void {
  const message = (
    <>
      {error && <Text size="sm">{error.message}</Text>}
      {(error?.hint ?? text) && (
        <Text size="sm" c="dimmed">
          {error?.hint ?? text}
        </Text>
      )}
      {link && (
        <Anchor component={Link} href={link.path} size="sm">
          {link.label}
        </Anchor>
      )}
    </>
  );
  const shown = { ...looks[tone], title, message, withBorder: true, role: tone === 'error' ? 'alert' : 'status' };
  if (id) notifications.hide(id);
  notifications.show(id ? { ...shown, id } : shown);
}
