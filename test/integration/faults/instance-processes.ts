import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { linuxArguments } from '../../../director/processes/linux.ts';
import { listProcesses, markedProcesses } from '../../../director/processes/process-table.ts';
import type { DirectorProcess } from '../../peers/director.ts';
import { connected, instanceFolders, until } from './world.ts';

interface Identities {
  program: { pid: number };
  sandbox: { pid: number } | null;
}

function folderOf(director: DirectorProcess, aid: number, vmid: string): string {
  const name = instanceFolders(director, aid).find((folder) => folder.endsWith(`-${vmid}`));
  if (name === undefined) throw new Error(`There is no instance ${vmid}`);
  return join(director.directory, 'instances', name);
}

/** Pid of the manager's or agent's own program, as seen from outside of its sandbox. */
export async function programOf(director: DirectorProcess, aid: number, vmid: string): Promise<number> {
  return (await identitiesOf(director, aid, vmid)).program.pid;
}

async function identitiesOf(director: DirectorProcess, aid: number, vmid: string): Promise<Identities> {
  const record = await readFile(join(folderOf(director, aid, vmid), 'instance.json'), 'utf8');
  return JSON.parse(record).processes;
}

/** Kills the manager of an application; resolves when the Director has started it again and has the line to it. */
export async function killManager(director: DirectorProcess, aid: number): Promise<void> {
  const { manager } = await director.client.getApplication({ params: { aid } });
  const vmid = manager?.instanceId ?? '';
  const before = await programOf(director, aid, vmid);
  process.kill(before, 'SIGKILL');
  await until('another manager', async () => (await programOf(director, aid, vmid)) !== before);
  await connected(director.client, aid);
}

/** Ends all processes of an instance at once, as when a computer of a cloud fails. */
export async function killInstance(director: DirectorProcess, aid: number, vmid: string): Promise<void> {
  const { program, sandbox } = await identitiesOf(director, aid, vmid);
  process.kill(sandbox?.pid ?? program.pid, 'SIGKILL');
}

/** Pid of the master of a server of an instance: "haproxy", "nginx", "php-fpm". */
export async function serverOf(
  director: DirectorProcess,
  { aid, vmid, server }: { aid: number; vmid: string; server: string },
): Promise<number> {
  const directory = folderOf(director, aid, vmid);
  return until(`the ${server} of ${vmid}`, async () => {
    const entries = await listProcesses();
    const marked = await markedProcesses({ entry: `CONPAAS_INSTANCE=${vmid}`, directory }, entries);
    const servers = marked.filter(({ pid }) => commandOf(pid).startsWith(server));
    const master = servers.find(({ parent }) => servers.every(({ pid }) => pid !== parent));
    return master?.pid;
  });
}

/** The kernel's short name of a program: titles that nginx and php-fpm write over their arguments do not matter. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return linuxArguments(pid)[0] ?? '';
  }
}
