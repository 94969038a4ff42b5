import { Stack } from '@mantine/core';
import type { System } from '../../../director/contract/system.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';

/** What is worth telling of this computer, for example a port that was taken. */
export function Notices({ notices }: Pick<System, 'notices'>) {
  if (notices.length === 0) return null;
  return (
    <Stack gap="xs">
      {notices.map((notice) => (
        <ErrorPanel key={`${notice.code} ${notice.message}`} tone="warning" error={notice} />
      ))}
    </Stack>
  );
}
