import { open } from 'node:fs/promises';
import { z } from 'zod';
import { callInstance } from '../certificates/instance-call.ts';
import type { Store } from '../store/store.ts';
import type { WireClient } from '../wire/client.ts';
import { type CheckDefinition, lines, passed, warning } from './check.ts';
import { askAll, nameOf } from './instances-under-check.ts';

export interface LogExcerptsOptions {
  store: Store;
  client: WireClient;
  /** Path of director.log. */
  log: string;
  now: () => number;
}

const readBytes = 256 * 1024;
const linesEach = 10;
const day = 24 * 3_600_000;
const logLine = z.object({ time: z.iso.datetime(), level: z.string(), msg: z.string().default('') });
const managerLog = z.object({ log: z.string() });
/** As a manager hands out its log. */
const readable = /^(\S+) (ERROR|FATAL) /;

/** The last errors in the logs of the Director and of the managers. */
export function logExcerptsCheck({ store, client, log, now }: LogExcerptsOptions): CheckDefinition {
  return {
    name: 'log-excerpts',
    title: 'Errors in the logs',
    async run() {
      const wanted = 'No errors in the logs of the Director and of the managers within the last 24 hours.';
      const since = new Date(now() - day).toISOString();
      const own = (await errorsOf(log, since)).map((line) => `director.log: ${line}`);
      const managers = store.instances.list({ kind: 'manager', state: 'running' });
      const asked = await askAll(managers, async (record) => {
        const { log: text } = managerLog.parse(await callInstance(client, record, 'GET', 'get_manager_log'));
        const errors = text.split('\n').filter((line) => (readable.exec(line)?.[1] ?? '') > since);
        return errors.slice(-linesEach).map((line) => `${nameOf(record)}: ${line}`);
      });
      const all = [...own, ...asked.flatMap(({ value }) => value ?? [])];
      if (all.length === 0) return passed('There are none.', wanted);
      return warning({
        found: `${all.length} errors; the last ones are shown.`,
        wanted,
        cause: 'Something failed. Each line says what; a single one may have been put right by itself.',
        fix: 'Read the lines, the newest first. Their files have more: <data folder>/logs/director.log, and the log of each application on its page.',
        detail: lines(all),
      });
    },
  };
}

async function errorsOf(path: string, since: string): Promise<string[]> {
  const text = await endOf(path);
  const parsed = text.split('\n').flatMap((line) => {
    try {
      return logLine.safeParse(JSON.parse(line)).data ?? [];
    } catch {
      return []; // The first line is mostly cut.
    }
  });
  return parsed
    .filter(({ level, time }) => (level === 'error' || level === 'fatal') && time > since)
    .slice(-linesEach)
    .map(({ time, level, msg }) => `${time} ${level.toUpperCase()} ${msg}`);
}

/** The end of a file; nothing when it is not there yet. */
async function endOf(path: string): Promise<string> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const length = Math.min(size, readBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
