import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentConfiguration } from '../../../wire/instance-configuration.ts';

/** Where the servers of a node find and put things. */
export interface NodePlace {
  address: string;
  /** Marks every process of this instance, see `processes`. */
  vmid: string;
  /** A folder for each server, its working folder: <data>/servers/<name>. */
  servers: string;
  logs: string;
  /** <storage>/code: a folder for each code version. */
  code: string;
  /** <storage>/data: what applications keep, CONPAAS_DATA_DIR. */
  data: string;
  /** <storage>/sessions. */
  sessions: string;
  /** <storage>/sockets: where servers of this computer are reached by the nodes of the service and nobody else. */
  sockets: string;
}

export function nodePlace({ address, vmid, directories }: AgentConfiguration): NodePlace {
  const { data, logs, storage } = directories;
  return {
    address,
    vmid,
    servers: join(data, 'servers'),
    logs,
    code: join(storage, 'code'),
    data: join(storage, 'data'),
    sessions: join(storage, 'sessions'),
    sockets: join(storage, 'sockets'),
  };
}

/** Environment for an installed server: what a program needs, nothing of the agent's own. */
export function serverEnvironment(place: NodePlace): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LANG: 'C.UTF-8', CONPAAS_INSTANCE: place.vmid };
}

/** Makes a folder for the owner only and writes files into it. @returns the folder */
export async function layOut(folder: string, files: Record<string, string>): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
  return folder;
}
