import { useDocumentVisibility, useInViewport } from '@mantine/hooks';
import { type RefCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import { useModel } from '../model-context.ts';
import type { Rates } from '../stores/rates.ts';

/**
 * What flows through some services, read only while the element of `ref` can be seen.
 * @param keys of services (serviceKey)
 */
export function useRates(keys: readonly string[]): {
  ref: RefCallback<HTMLElement>;
  rates: Readonly<Record<string, Rates>>;
} {
  const { traffic } = useModel();
  const { ref, inViewport } = useInViewport<HTMLElement>();
  const visible = useDocumentVisibility() === 'visible' && inViewport;
  const list = keys.join(' ');
  useEffect(() => {
    if (!visible || list === '') return;
    const stops = list.split(' ').map((key) => traffic.watch(key));
    return () => {
      for (const stop of stops) stop();
    };
  }, [traffic, visible, list]);
  return { ref, rates: useStore(traffic.store, (state) => state.rates) };
}
