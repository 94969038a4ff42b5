import { type Settings, settings } from '../contract/system.ts';
import type { Store } from '../store/store.ts';

const defaults: Settings = {
  phpRuntime: 'auto',
  archiveLimitBytes: 512 * 1024 * 1024,
  archiveLimitFiles: 50_000,
  onQuit: 'ask',
  hostName: null,
  deploymentName: 'conpaas',
  timeReference: null,
  registration: false,
  creditsEnabled: true,
  newUserCredit: 50,
  maxCredit: 50,
};

/** Settings of the Director. A stored value that no longer fits its schema counts as its default. */
export class DirectorSettings {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  get(): Settings {
    const stored = this.#store.settings.all();
    const read = Object.entries(settings.shape).map(([key, schema]) => {
      const parsed = schema.safeParse(stored[key]);
      return [key, parsed.success ? parsed.data : defaults[key as keyof Settings]];
    });
    return settings.parse(Object.fromEntries(read));
  }

  update(changes: { [Key in keyof Settings]?: Settings[Key] | undefined }): Settings {
    this.#store.transaction(() => {
      for (const [key, value] of Object.entries(changes)) {
        if (value !== undefined) this.#store.settings.set(key, value);
      }
    });
    return this.get();
  }
}
