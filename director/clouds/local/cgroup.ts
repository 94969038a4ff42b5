import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync } from 'node:fs';
import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { InstanceLimits } from './options.ts';

/** Version 2 of control groups: the only one that is handed to ordinary users. */
const mountPoint = '/sys/fs/cgroup';

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function writable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The closest group above the Director in which it may make groups with limits for memory and processes.
 * @param root the mounted hierarchy
 * @param own what /proc/self/cgroup says
 */
export function findCgroupParent(root = mountPoint, own = read('/proc/self/cgroup')): string | undefined {
  const [, path] = /^0::(\/.*)$/m.exec(own) ?? [];
  if (path === undefined) return undefined;
  for (let folder = join(root, path); folder.startsWith(root); folder = dirname(folder)) {
    const controllers = read(join(folder, 'cgroup.subtree_control')).split(/\s+/);
    const complete = controllers.includes('memory') && controllers.includes('pids');
    if (complete && writable(folder) && writable(join(folder, 'cgroup.procs'))) return folder;
  }
  return undefined;
}

/** A control group for each instance, in which the kernel keeps the limits. */
export class Cgroups {
  readonly #parent: string;
  readonly #prefix: string;
  readonly #limits: InstanceLimits;

  private constructor(parent: string, installationId: string, limits: InstanceLimits) {
    this.#parent = parent;
    this.#prefix = `conpaas-${createHash('sha256').update(installationId).digest('hex').slice(0, 8)}`;
    this.#limits = limits;
  }

  /** @returns undefined where the Director may not make control groups: found out by making one and running a program in it */
  static async find(installationId: string, limits: InstanceLimits): Promise<Cgroups | undefined> {
    const parent = process.platform === 'linux' ? findCgroupParent() : undefined;
    if (parent === undefined) return undefined;
    const groups = new Cgroups(parent, installationId, limits);
    const probe = `probe-${process.pid}`;
    try {
      const [command, ...args] = groups.entering(await groups.make(probe), ['true']);
      await promisify(execFile)(command, args, { timeout: 10_000 });
      return groups;
    } catch {
      return undefined;
    } finally {
      await groups.remove(probe).catch(() => undefined);
    }
  }

  #path(vmid: string): string {
    return join(this.#parent, `${this.#prefix}-${vmid}`);
  }

  /** Makes the group of an instance, or sets its limits again. @returns its path */
  async make(vmid: string): Promise<string> {
    const path = this.#path(vmid);
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'memory.max'), String(this.#limits.memoryBytes));
    await writeFile(join(path, 'pids.max'), String(this.#limits.processes));
    // One process less would leave an instance that half works: it is ended as a whole and reported.
    await writeFile(join(path, 'memory.oom.group'), '1');
    return path;
  }

  /** A command that enters the group before it becomes the given one, so that no child is left outside. */
  entering(path: string, command: readonly string[]): [string, ...string[]] {
    return ['/bin/sh', '-c', 'echo $$ > "$0" && exec "$@"', join(path, 'cgroup.procs'), ...command];
  }

  /** Whether the kernel ended the instance because it used too much memory. */
  ranOutOfMemory(vmid: string): boolean {
    return /^oom_kill [1-9]/m.test(read(join(this.#path(vmid), 'memory.events')));
  }

  /** Removes the group of an instance whose processes have ended. */
  async remove(vmid: string): Promise<void> {
    await rmdir(this.#path(vmid)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}
