import { listProcesses } from '../../processes/process-table.ts';
import { aliveAmong } from '../../processes/start-time.ts';
import type { InstanceProcesses } from './instance-record.ts';
import { overLimit } from './limit-watch.ts';
import type { InstanceLimits } from './options.ts';

export interface RunningInstancesOptions {
  /** Limits to watch over; nothing where the kernel does. */
  limits: () => Promise<InstanceLimits | undefined>;
  /** An instance ended by itself. It is no longer watched. */
  onEnd: (vmid: string) => void;
  /** An instance uses more than it may. It is no longer watched. */
  onExcess: (vmid: string, why: string) => void;
  onError: (error: unknown) => void;
}

const intervalMs = 2000;
/** Limits are looked at every so many times: that reads the state of all processes of the computer. */
const limitsEvery = 5;

/** Watches over the instances that are known to run. Does not keep the Director's process from ending. */
export class RunningInstances {
  readonly #options: RunningInstancesOptions;
  readonly #processes = new Map<string, InstanceProcesses>();
  #timer: NodeJS.Timeout | undefined;
  #rounds = 0;

  constructor(options: RunningInstancesOptions) {
    this.#options = options;
  }

  add(vmid: string, processes: InstanceProcesses): void {
    this.#processes.set(vmid, processes);
    this.#timer ??= setInterval(() => void this.#round(), intervalMs).unref();
  }

  has(vmid: string): boolean {
    return this.#processes.has(vmid);
  }

  remove(vmid: string): void {
    this.#processes.delete(vmid);
    if (this.#processes.size === 0) this.close();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #round(): Promise<void> {
    this.#rounds += 1;
    await this.look();
    if (this.#rounds % limitsEvery === 0) await this.lookAtLimits();
  }

  /** Looks now which of them ended. Never rejects. */
  async look(): Promise<void> {
    const watched = [...this.#processes];
    const found = await this.#told(() => aliveAmong(watched.map(([, { program }]) => program)));
    if (found === undefined) return;
    const alive = new Set(found);
    for (const [vmid, processes] of watched) {
      // Compared with what is watched now: meanwhile it may have been destroyed or started again.
      if (alive.has(processes.program) || this.#processes.get(vmid) !== processes) continue;
      this.remove(vmid);
      this.#options.onEnd(vmid);
    }
  }

  /** Looks now which of them use too much. Never rejects. */
  async lookAtLimits(): Promise<void> {
    if (process.platform !== 'linux' || this.#processes.size === 0) return;
    const limits = await this.#told(this.#options.limits);
    const entries = limits === undefined ? undefined : await this.#told(listProcesses);
    if (limits === undefined || entries === undefined) return;
    for (const [vmid, processes] of [...this.#processes]) {
      const why = overLimit(processes, entries, limits);
      if (why === undefined) continue;
      this.remove(vmid);
      this.#options.onExcess(vmid, why);
    }
  }

  async #told<T>(task: () => Promise<T>): Promise<T | undefined> {
    try {
      return await task();
    } catch (error) {
      this.#options.onError(error);
      return undefined;
    }
  }
}
