import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentStateFile } from './agent-state.ts';

const intervalMs = 1000;

export interface VolumeWatchOptions {
  state: AgentStateFile;
  /** The folder with the volumes. */
  folder: string;
  /** Called with what is to be told when a volume is larger than it may be and has grown since the last look; ends what fills it. */
  onExcess: (text: string) => Promise<void>;
  /** Milliseconds between looks; 1 s when left out. */
  interval?: number;
}

/** Looks after volumes whose size the cloud does not keep. */
export class VolumeWatch {
  readonly #options: VolumeWatchOptions;
  readonly #sizes = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: VolumeWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#next();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** One look at all watched volumes. */
  async look(): Promise<void> {
    const { folder, onExcess, state } = this.#options;
    for (const [name, megabytes] of Object.entries(state.value.watched)) {
      const size = await sizeOf(join(folder, name));
      const before = this.#sizes.get(name) ?? 0;
      this.#sizes.set(name, size);
      // Deleting files from a volume that is too full must be possible.
      if (size <= megabytes * 2 ** 20 || size <= before) continue;
      await onExcess(
        `Volume ${name} is full: ${Math.ceil(size / 2 ** 20)} MB of ${megabytes} MB are used. All scripts are ended.`,
      );
      // It grew until they had ended; the next script, which may make room, is not to blame.
      this.#sizes.set(name, await sizeOf(join(folder, name)));
    }
  }

  #next(): void {
    this.#timer = setTimeout(async () => {
      // A folder that is deleted meanwhile has no size.
      await this.look().catch(() => {});
      if (this.#timer) this.#next();
    }, this.#options.interval ?? intervalMs);
    this.#timer.unref();
  }
}

/** Bytes on the disk that a folder with all that is in it takes. */
async function sizeOf(path: string): Promise<number> {
  const entry = await lstat(path).catch(() => undefined);
  if (!entry) return 0;
  const own = entry.blocks * 512;
  if (!entry.isDirectory()) return own;
  const names = await readdir(path).catch(() => []);
  let sum = own;
  for (const name of names) sum += await sizeOf(join(path, name));
  return sum;
}
