import type { Credit } from '../../director/contract/credit.ts';
import { useEntry, useModel } from '../model-context.ts';
import { single } from '../stores/mirror.ts';

/** Where the user stands; undefined while that is read, and where credits are switched off. */
export function useCredit(): Credit | undefined {
  const { value } = useEntry(useModel().credit, single);
  return value?.enabled ? value : undefined;
}
