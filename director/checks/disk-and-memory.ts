import { statfs } from 'node:fs/promises';
import { availableMemory } from 'node:process';
import { type CheckDefinition, failed, lines, passed, warning } from './check.ts';

export interface DiskAndMemoryOptions {
  /** Data folder of the Director; instances lie there too. */
  directory: string;
  /** Bytes that should be free: room for some code versions and logs; a node with the embedded PHP. */
  wanted?: { disk: number; memory: number };
}

const megabyte = 1024 ** 2;
const enough = { disk: 2048 * megabyte, memory: 1024 * megabyte };
/** Below this share of what is wanted things fail already. */
const critical = 0.1;

const shown = (bytes: number): string => {
  const megabytes = bytes / megabyte;
  return megabytes < 1024 ? `${Math.floor(megabytes)} MB` : `${(megabytes / 1024).toFixed(1)} GB`;
};

/** There is room on the disk of the data folder, and memory for another node. */
export function diskAndMemoryCheck({ directory, wanted = enough }: DiskAndMemoryOptions): CheckDefinition {
  return {
    name: 'disk-and-memory',
    title: 'Disk and memory',
    async run() {
      const { bavail, bsize } = await statfs(directory);
      const free = { disk: bavail * bsize, memory: availableMemory() };
      const found = `${shown(free.disk)} free on the disk of ${directory}, ${shown(free.memory)} of memory available.`;
      const needed = `${shown(wanted.disk)} on the disk and ${shown(wanted.memory)} of memory.`;
      const short = (['disk', 'memory'] as const).filter((kind) => free[kind] < wanted[kind]);
      if (short.length === 0) return passed(found, needed);
      const isCritical = short.some((kind) => free[kind] < wanted[kind] * critical);
      return (isCritical ? failed : warning)({
        found,
        wanted: needed,
        cause:
          'Without room on the disk no code can be uploaded and no state be saved; without memory instances are ended by the system.',
        fix: fixOf(short),
        detail: lines(short.map((kind) => `${kind}: ${shown(free[kind])} of ${shown(wanted[kind])}`)),
      });
    },
  };
}

function fixOf(short: readonly ('disk' | 'memory')[]): string {
  const fixes = {
    disk: 'Delete code versions and applications that are not used any more, or move the data folder to a larger disk (--data-dir).',
    memory: 'Remove nodes or stop applications that are not needed, or end other programs.',
  };
  return short.map((kind) => fixes[kind]).join(' ');
}
