import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { descendantsOf, listProcesses } from '../../director/processes/process-table.ts';

/** Of /proc/<pid>/stat on every Linux that Node runs on (sysconf(_SC_CLK_TCK)). */
const ticksPerSecond = 100;

/** Resident memory of one process in MB (VmRSS). */
export function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

export interface ProcessTime {
  pid: number;
  name: string;
  /** User and system time, with that of its children that have ended. */
  seconds: number;
}

const record = z.object({ processes: z.record(z.string(), z.object({ pid: z.int() }).nullable()) });

/** The processes of a Director and of all its instances: managers, agents, servers, and the sandboxes around them. */
async function processesOf(directorPid: number, directory: string): Promise<number[]> {
  const instances = join(directory, 'instances');
  const roots = readdirSync(instances).flatMap((name) => {
    const { processes } = record.parse(JSON.parse(readFileSync(join(instances, name, 'instance.json'), 'utf8')));
    return Object.values(processes).flatMap((one) => one?.pid ?? []);
  });
  const all = [directorPid, ...roots];
  return [...new Set([...all, ...descendantsOf(all, await listProcesses()).map(({ pid }) => pid)])];
}

/** How long each of these processes has had a processor. */
export async function processTimes(directorPid: number, directory: string): Promise<ProcessTime[]> {
  return (await processesOf(directorPid, directory)).flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name may contain spaces and brackets: fields are counted after the last bracket.
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
      return { pid, name: programOf(pid), seconds: ticks / ticksPerSecond };
    } catch {
      // It ended meanwhile; its parent has its time.
      return [];
    }
  });
}

/** What a process is, for people: our programs all run as node. */
function programOf(pid: number): string {
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  if (words[0]?.endsWith('/bwrap')) return 'bwrap';
  const ours = words.find((word) => /\/dist\/\w+\.js$/.test(word));
  return ours?.replace(/^.*\/(\w+)\.js$/, '$1') ?? readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
}
