import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/** Where the id is kept; a part of the store's settings. */
interface Setting {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

const key = 'installationId';

/** What tells this data folder apart from others on the same computer; made once. */
export function installationId(settings: Setting): string {
  const known = z.uuid().safeParse(settings.get(key));
  if (known.success) return known.data;
  const id = randomUUID();
  settings.set(key, id);
  return id;
}
