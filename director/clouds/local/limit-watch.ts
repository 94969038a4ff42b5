import { linuxMemory, linuxProportionalMemory } from '../../processes/linux.ts';
import type { ProcessEntry } from '../../processes/process-entry.ts';
import { descendantsOf } from '../../processes/process-table.ts';
import type { InstanceProcesses } from './instance-record.ts';
import type { InstanceLimits } from './options.ts';

/**
 * What an instance uses too much of, in words, or undefined. For systems without control groups; sees what the instance uses
 * at this moment.
 */
export function overLimit(
  processes: InstanceProcesses,
  entries: readonly ProcessEntry[],
  limits: InstanceLimits,
): string | undefined {
  const { program, sandbox } = processes;
  const root = sandbox ?? program;
  const members = entries.filter(({ pid }) => pid === root.pid).concat(descendantsOf([root.pid], entries));
  const tasks = members.reduce((sum, { threads }) => sum + threads, 0);
  if (tasks > limits.processes) return `it had ${tasks} processes and threads; ${limits.processes} are allowed`;
  const sumOf = (measure: (pid: number) => number) => members.reduce((sum, { pid }) => sum + measure(pid), 0);
  // The quick measure counts a page once for each process that has it; the exact one takes long and is only asked when needed.
  if (sumOf(linuxMemory) <= limits.memoryBytes) return undefined;
  const bytes = sumOf(linuxProportionalMemory);
  if (bytes <= limits.memoryBytes) return undefined;
  return `it used ${megabytes(bytes)} MB of memory; ${megabytes(limits.memoryBytes)} MB are allowed`;
}

export function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
