import { release } from 'node:os';
import { delimiter } from 'node:path';
import type { InstanceKind } from '../cloud.ts';
import { type InstanceFolder, replaceFile } from './instance-folder.ts';
import { type Isolation, whereIs } from './isolation.ts';
import { megabytes } from './limit-watch.ts';
import type { InstanceLimits, LocalCloudOptions } from './options.ts';
import { accountFiles, commonFolder, readablePaths, sandboxArguments } from './sandbox.ts';

const instanceVariable = 'CONPAAS_INSTANCE';

/** The entry of the environment by which all processes of an instance are found again. */
export function instanceEntry(vmid: string): string {
  return `${instanceVariable}=${vmid}`;
}

/** What marks the processes of an instance; nobody else works in its folder with an environment that was written over. */
export function instanceMark(folder: InstanceFolder): { entry: string; directory: string } {
  return { entry: instanceEntry(folder.vmid), directory: folder.path };
}

/** The share of an instance's memory that Node's own heap may take; the rest is for buffers and the servers it starts. */
const heapShare = 0.6;

/** Folders of the system's programs that are missing from the PATH of ordinary users. */
const systemFolders = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/** What Windows programs cannot do without. */
const windowsVariables = ['SystemRoot', 'SystemDrive', 'ComSpec', 'PATHEXT', 'ProgramFiles', 'ProgramData'];

/** The whole environment of an instance's processes: nothing of the user's own, which may hold secrets. */
export function instanceEnvironment(folder: InstanceFolder, isolation: Isolation): Record<string, string> {
  // Inside a sandbox nothing but the system's own folders is there.
  const path = isolation.kind === 'none' ? (process.env.PATH ?? '').split(delimiter).filter(Boolean) : [];
  const common = { LANG: 'C.UTF-8', HOME: folder.data, TMPDIR: folder.temporary, [instanceVariable]: folder.vmid };
  if (process.platform !== 'win32') {
    return { ...common, PATH: [...new Set([...path, ...systemFolders])].join(delimiter) };
  }
  const system = windowsVariables.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  );
  const temporary = { TEMP: folder.temporary, TMP: folder.temporary, USERPROFILE: folder.data };
  return { ...common, ...temporary, ...Object.fromEntries(system), PATH: path.join(delimiter) };
}

/** The heap of a manager's or agent's own program in MB. */
export function heapMegabytes({ memoryBytes }: InstanceLimits): number {
  return Math.max(32, Math.floor(megabytes(memoryBytes) * heapShare));
}

/** Arguments with which Node runs the program of an instance. */
export function programCommand(
  options: LocalCloudOptions,
  kind: InstanceKind,
  folder: InstanceFolder,
): [string, ...string[]] {
  const { node, execArgv, entry } = options.programs[kind];
  const heap = `--max-old-space-size=${heapMegabytes(options.limits)}`;
  return [node, heap, ...execArgv, entry, '--configuration', folder.configuration];
}

/**
 * Whether the kernel counts the processes in a sandbox on their own, so that a limit on them does not meet those of the user
 * outside: since Linux 5.14, and not for root, whom the limit never meets.
 */
export function countsProcessesOfSandbox(kernel = release(), user = process.getuid?.()): boolean {
  const [major = 0, minor = 0] = kernel.split('.').map((part) => Number.parseInt(part, 10));
  return user !== 0 && (major > 5 || (major === 5 && minor >= 14)) && whereIs('prlimit') !== undefined;
}

/** Where the agent of an instance finds its volumes and what ConPaaS 2.1 had in a folder of its own. */
export function agentFolders({ media, cache }: InstanceFolder, isolation: Isolation) {
  return isolation.kind === 'none' ? { volumes: media, cache } : { volumes: '/media', cache: '/var/cache/cpsagent' };
}

export interface SandboxRequest {
  options: LocalCloudOptions;
  isolation: Isolation;
  kind: InstanceKind;
  folder: InstanceFolder;
  storage: string;
}

function shownToAgents(folder: InstanceFolder, isolation: Isolation) {
  const { volumes, cache } = agentFolders(folder, isolation);
  return [
    { path: folder.media, at: volumes },
    { path: folder.cache, at: cache },
  ];
}

/**
 * Puts the sandbox around a command where there is one. The instance sees its own folder without the cloud's record of it.
 * @param bwrapOptions further arguments of bubblewrap
 */
export async function sandboxed(
  request: SandboxRequest,
  command: readonly [string, ...string[]],
  bwrapOptions: readonly string[],
): Promise<[string, ...string[]]> {
  const { options, isolation, kind, folder, storage } = request;
  if (isolation.kind === 'none') return [...command];
  const { node, entry, readOnly } = options.programs[kind];
  const { instancesDirectory, storageDirectory } = options;
  const accounts = { passwd: `${folder.path}/passwd`, group: `${folder.path}/group` };
  const { passwd, group } = accountFiles(folder.data);
  await replaceFile(accounts.passwd, passwd);
  await replaceFile(accounts.group, group);
  const view = sandboxArguments({
    readOnly: readablePaths([node, entry, ...readOnly]),
    writable: [folder.configuration, folder.data, folder.logs, folder.temporary, storage],
    shownAt: kind === 'agent' ? shownToAgents(folder, isolation) : [],
    temporary: folder.temporary,
    hidden: [commonFolder(instancesDirectory, storageDirectory), instancesDirectory, storageDirectory],
    workingDirectory: folder.data,
    accounts,
  });
  const limit = `--nproc=${options.limits.processes}:${options.limits.processes}`;
  const limited = countsProcessesOfSandbox() ? ['prlimit', limit, ...command] : command;
  return [isolation.command, ...view, ...bwrapOptions, '--', ...limited];
}
