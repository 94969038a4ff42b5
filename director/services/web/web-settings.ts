import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { environment } from '../../contract/environment.ts';
import { keptVersion } from '../code/kept-version.ts';

/** What a node was told: a digest of the settings for each role it plays, and the folder served of each version laid out. */
const told = z.object({
  roles: z.partialRecord(z.enum(['proxy', 'web', 'backend']), z.string()),
  code: z.record(z.string(), z.string()),
});
export type Told = z.infer<typeof told>;

const webSettings = z.object({
  /** Between the proxies and the web nodes of this service. */
  secret: z.string(),
  versions: z.array(keptVersion),
  current: z.string().nullable(),
  /** Stays on the nodes, so that going back is quick. */
  previous: z.string().nullable(),
  configuration: z.record(z.string(), z.string()),
  /** What the code finds in its environment; holds secrets. */
  environment: environment.default({}),
  told: z.record(z.string(), told),
});
export type WebSettings = z.infer<typeof webSettings>;

/** @param saved what `ServiceManager.saved` gave before a restart; undefined for a new service */
export function readWebSettings(saved: unknown, defaults: Readonly<Record<string, string>>): WebSettings {
  if (saved !== undefined && saved !== null) {
    const settings = webSettings.parse(saved);
    return { ...settings, configuration: { ...defaults, ...settings.configuration } };
  }
  return {
    secret: randomBytes(24).toString('base64url'),
    versions: [],
    current: null,
    previous: null,
    configuration: { ...defaults },
    environment: {},
    told: {},
  };
}
