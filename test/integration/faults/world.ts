import { existsSync, readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { Client } from '../../../director/contract/client.ts';
import type { Operation } from '../../../director/contract/operation.ts';
import { linuxArguments, linuxWorkingDirectory } from '../../../director/processes/linux.ts';
import { listProcesses } from '../../../director/processes/process-table.ts';
import { type DirectorProcess, ended, startDirector } from '../../peers/director.ts';

const lookMs = 5;

/** Looks again and again until `look` gives something else than false or nothing. @throws when it takes too long */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  limitMs = 90_000,
): Promise<Exclude<NonNullable<T>, false>> {
  for (const end = Date.now() + limitMs; ; await wait(lookMs)) {
    const found = await look();
    if (found !== undefined && found !== false && found !== null) return found as Exclude<NonNullable<T>, false>;
    if (Date.now() > end) throw new Error(`${what}: not within ${limitMs / 1000} s`);
  }
}

/** Names of the folders of instances that are there now. */
export function instanceFolders({ directory }: DirectorProcess, aid: number): string[] {
  const path = join(directory, 'instances');
  if (!existsSync(path)) return [];
  return readdirSync(path).filter((name) => new RegExp(`-a${aid}(-|$)`).test(name));
}

/** Processes of this computer that work in a folder or name it in their arguments, without the Director itself. */
async function processesIn(folder: string, { process: director }: DirectorProcess): Promise<string[]> {
  const inside = (path: string) => `${path}/`.includes(`${folder}/`);
  return (await listProcesses())
    .filter(({ pid }) => pid !== director.pid && pid !== process.pid)
    .filter(({ pid }) => inside(linuxWorkingDirectory(pid) ?? '') || linuxArguments(pid).some(inside))
    .map(({ pid }) => `${pid} ${linuxArguments(pid).join(' ').slice(0, 200)}`);
}

/** What the database says of the instances of an application. The Director may run meanwhile. */
function recordsOf({ directory }: DirectorProcess, aid: number): { vmid: string; state: string }[] {
  const database = new Database(join(directory, 'director.db'), { readonly: true });
  try {
    return database
      .prepare<[number], { vmid: string; state: string }>('SELECT vmid, state FROM instances WHERE aid = ?')
      .all(aid);
  } finally {
    database.close();
  }
}

/** What is left of an application's instances anywhere: folders, processes, rows. Empty when it was cleaned up. */
export async function leftOf(director: DirectorProcess, aid: number): Promise<string[]> {
  const folders = instanceFolders(director, aid);
  const processes = await processesIn(join(director.directory, 'instances'), director);
  const rows = recordsOf(director, aid).map(({ vmid, state }) => `row ${vmid} ${state}`);
  return [...folders, ...processes.filter((line) => new RegExp(`-a${aid}-`).test(line)), ...rows];
}

/** The operation's end, whatever it is. @throws when it stays running */
export function endOf(client: Client, id: string, limitMs = 150_000): Promise<Operation> {
  return until(
    `the end of operation ${id}`,
    async () => {
      const operation = await client.getOperation({ params: { id } });
      return operation.finished !== null && operation;
    },
    limitMs,
  );
}

/** Starts the Director again on the folder of one that ended; both of its ports are others than before. */
export function again({ directory }: DirectorProcess): Promise<DirectorProcess> {
  return startDirector({ directory });
}

/** Waits until the Director has the line to an application's manager. */
export function connected(client: Client, aid: number): Promise<boolean> {
  return until('the manager', async () => (await client.getApplication({ params: { aid } })).manager?.reachable);
}

export async function startedApplication(client: Client, name: string): Promise<number> {
  const { aid } = await client.createApplication({ body: { name } });
  await ended(client, await client.startApplication({ params: { aid }, body: {} }));
  return aid;
}

export interface Site {
  aid: number;
  sid: number;
  url: string;
}

/** An application with one running PHP service. */
export async function startedSite(client: Client, name: string): Promise<Site> {
  const aid = await startedApplication(client, name);
  const { sid } = await client.addService({ params: { aid }, body: { type: 'php', name: 'Site' } });
  await ended(client, await client.startService({ params: { aid, sid }, body: {} }));
  const { url } = await client.getService({ params: { aid, sid } });
  if (url === null) throw new Error('The service runs but has no address');
  return { aid, sid, url };
}

/** All files below a folder with their paths, sorted. A missing folder has none. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}
