import { useMediaQuery } from '@mantine/hooks';
import { useEffect } from 'react';
import { usePreferences } from '../stores/preferences.ts';

/** Marks the document for the high-contrast colours of base.css. */
export function useContrast(): void {
  const wanted = usePreferences((preferences) => preferences.contrast);
  const system = useMediaQuery('(prefers-contrast: more)');
  useEffect(() => {
    if (wanted === 'more' || system) document.documentElement.dataset.contrast = 'more';
    else delete document.documentElement.dataset.contrast;
  }, [wanted, system]);
}
