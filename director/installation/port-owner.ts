import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { linuxPortOwner } from './port-owner-linux.ts';
import { isOnAddress, parseLsof, parseNetstat, parseTasklist } from './port-tables.ts';

export interface PortOwner {
  pid: number;
  /** As people know it: "nginx", "node server.js". */
  program: string;
}

const run = promisify(execFile);

/**
 * The process that listens on a TCP port of an address, or on all addresses.
 * @returns null when nobody does, and when the system does not tell this user who
 */
export async function portOwner(port: number, address: string): Promise<PortOwner | null> {
  try {
    if (process.platform === 'linux') return linuxPortOwner(port, address);
    if (process.platform === 'win32') return await windowsPortOwner(port, address);
    return await darwinPortOwner(port, address);
  } catch {
    // Only the name in a message depends on it.
    return null;
  }
}

async function darwinPortOwner(port: number, address: string): Promise<PortOwner | null> {
  const { stdout } = await run('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpcn']);
  const found = parseLsof(stdout).find((entry) => entry.port === port && isOnAddress(entry.address, address));
  return found ? { pid: found.pid, program: found.program } : null;
}

async function windowsPortOwner(port: number, address: string): Promise<PortOwner | null> {
  const { stdout } = await run('netstat.exe', ['-ano'], { windowsHide: true });
  const found = parseNetstat(stdout).find((entry) => entry.port === port && isOnAddress(entry.address, address));
  if (!found) return null;
  const tasks = await run('tasklist.exe', ['/FI', `PID eq ${found.pid}`, '/FO', 'CSV', '/NH'], { windowsHide: true });
  const program = parseTasklist(tasks.stdout);
  return program === undefined ? null : { pid: found.pid, program };
}
