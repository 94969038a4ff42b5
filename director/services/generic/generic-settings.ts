import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { keptVersion } from '../code/kept-version.ts';
import { keptVolume } from '../volumes/volume-settings.ts';

/** What a node was told last: which enabling of code, and a digest of the list of all agents. */
const told = z.object({ enabling: z.string(), agents: z.string() });

const genericSettings = z.object({
  versions: z.array(keptVersion),
  current: z.string().nullable(),
  /** A new one for each time that code is enabled: init.sh runs once on every agent for each. */
  enabling: z.string(),
  volumes: z.array(keptVolume),
  told: z.record(z.string(), told),
});
export type GenericSettings = z.infer<typeof genericSettings>;

export function newEnabling(): string {
  return randomBytes(8).toString('hex');
}

/** @param saved what `ServiceManager.saved` gave before a restart; undefined for a new service */
export function readGenericSettings(saved: unknown): GenericSettings {
  if (saved !== undefined && saved !== null) return genericSettings.parse(saved);
  return { versions: [], current: null, enabling: newEnabling(), volumes: [], told: {} };
}
