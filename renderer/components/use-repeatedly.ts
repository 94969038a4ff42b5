import { useDocumentVisibility } from '@mantine/hooks';
import { useEffect, useRef } from 'react';

/** Does something again and again while the page can be seen. @param interval in milliseconds; null: not at all */
export function useRepeatedly(work: () => void, interval: number | null): void {
  const visible = useDocumentVisibility() === 'visible';
  const latest = useRef(work);
  latest.current = work;
  useEffect(() => {
    if (interval === null || !visible) return;
    const timer = setInterval(() => latest.current(), interval);
    return () => clearInterval(timer);
  }, [interval, visible]);
}
