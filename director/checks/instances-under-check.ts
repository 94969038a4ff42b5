import type { InstanceRecord } from '../store/instances.ts';

/** Instances asked at the same time. */
const together = 16;

export const nameOf = ({ kind, name, vmid }: Pick<InstanceRecord, 'kind' | 'name' | 'vmid'>): string =>
  `${kind} ${name} (${vmid})`;

/** What came of asking one instance: a value, or why there is none, in words. */
export interface Asked<T> {
  record: InstanceRecord;
  value?: T;
  problem?: string;
}

/** Asks all of these instances, several at a time. Never rejects. */
export async function askAll<T>(
  records: readonly InstanceRecord[],
  ask: (record: InstanceRecord) => Promise<T>,
): Promise<Asked<T>[]> {
  const waiting = [...records];
  const asked: Asked<T>[] = [];
  const workers = Array.from({ length: together }, async () => {
    for (let record = waiting.shift(); record; record = waiting.shift()) {
      try {
        asked.push({ record, value: await ask(record) });
      } catch (thrown) {
        asked.push({ record, problem: thrown instanceof Error ? thrown.message : String(thrown) });
      }
    }
  });
  await Promise.all(workers);
  return asked;
}

/** One line for each that could not be asked. */
export function problemsOf<T>(asked: readonly Asked<T>[]): string[] {
  return asked.flatMap(({ record, problem }) => (problem === undefined ? [] : [`${nameOf(record)}: ${problem}`]));
}
