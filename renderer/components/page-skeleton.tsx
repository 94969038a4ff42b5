import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** The shape of a page while it is loaded. */
export function PageSkeleton() {
  const { t } = useTranslation();
  return (
    <Stack gap="lg" role="status" aria-label={t('common.loading')}>
      <Skeleton height={34} width="40%" />
      <Skeleton height={220} radius="lg" />
      <Skeleton height={160} radius="lg" />
    </Stack>
  );
}

const widths = ['100%', '92%', '96%', '88%', '94%'];

/** Some lines of a list while it is loaded. */
export function ListSkeleton({ lines = 3 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" role="status" aria-label={t('common.loading')}>
      {widths.slice(0, lines).map((width) => (
        <Skeleton key={width} height={38} width={width} />
      ))}
    </Stack>
  );
}
