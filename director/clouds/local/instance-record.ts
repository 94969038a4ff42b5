import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { InstanceSpec } from '../cloud.ts';
import { parseInstanceName } from '../naming.ts';
import { type InstanceFolder, replaceFile } from './instance-folder.ts';

const identity = z.object({ pid: z.int().positive(), startTime: z.string() });

/** The processes of a running instance. */
const instanceProcesses = z.object({
  /** The manager or agent. The instance runs as long as this one does. */
  program: identity,
  /** The first process inside the sandbox: when it is killed the kernel ends all others in there. */
  sandbox: identity.nullable(),
  /** The sandbox's process outside, which waits for the program and ends with it. */
  monitor: identity.nullable(),
});
export type InstanceProcesses = z.infer<typeof instanceProcesses>;

/** `instance.json`: written before the program is started and completed after, so that an instance is found at any time. */
const instanceRecord = z.object({
  vmid: z.string(),
  name: z.string(),
  kind: z.enum(['manager', 'agent']),
  uid: z.int(),
  aid: z.int(),
  sid: z.int().nullable(),
  address: z.string(),
  /** Real port of every standard one. */
  ports: z.record(z.string(), z.int().min(1).max(65_535)),
  /** Whether volumes may be attached to it. */
  volumes: z.boolean().default(false),
  /** null until the program was started. */
  processes: instanceProcesses.nullable(),
});
export type InstanceRecord = z.infer<typeof instanceRecord>;

/** The record of an instance that is about to be made. */
export function newRecord(
  spec: InstanceSpec,
  place: { address: string; ports: Record<string, number> },
): InstanceRecord {
  const { vmid, name, kind, uid, aid, sid, volumes = false } = spec;
  return { vmid, name, kind, uid, aid, sid, ...place, volumes, processes: null };
}

export async function writeRecord(folder: InstanceFolder, record: InstanceRecord): Promise<void> {
  await replaceFile(folder.record, JSON.stringify(record, null, 2));
}

/**
 * Reads what is known about an instance. Where the record is missing or damaged, because making or deleting the instance was
 * cut off, what the folder's name tells is left: enough to list and destroy it.
 */
export async function readRecord(folder: InstanceFolder): Promise<InstanceRecord> {
  try {
    return instanceRecord.parse(JSON.parse(await readFile(folder.record, 'utf8')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && !(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    const parts = parseInstanceName(folder.name);
    const { vmid, name } = folder;
    const owner = { uid: parts?.uid ?? 0, aid: parts?.aid ?? 0, sid: parts?.sid ?? null };
    const kind = owner.sid === null ? 'manager' : 'agent';
    return { vmid, name, kind, ...owner, address: '', ports: {}, volumes: false, processes: null };
  }
}
