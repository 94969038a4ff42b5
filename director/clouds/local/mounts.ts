import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdir, open, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { whereIs } from './isolation.ts';

const run = promisify(execFile);
const limitMs = 60_000;
/** What a process that just ended held may take a moment to be let go. */
const busyLimitMs = 3000;
const busyPauseMs = 50;
const probeBytes = 2 * 2 ** 20;

/** @throws an error whose message is what the program printed */
async function tool(name: string, ...args: string[]): Promise<void> {
  try {
    await run(whereIs(name) ?? name, args, { timeout: limitMs });
  } catch (error) {
    const printed = String((error as { stderr?: unknown }).stderr ?? '').trim();
    throw new Error(printed || String(error), { cause: error });
  }
}

/**
 * Whether this user may give a volume a file system of its own: root, where the system has loop devices (most containers have
 * not). Found out by doing it.
 * @param directory where the probe is made
 */
export async function fileSystemsWork(directory: string): Promise<boolean> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = join(directory, `.probe-${process.pid}`);
  const image = join(folder, 'image');
  const place = join(folder, 'place');
  try {
    await mkdir(place, { recursive: true, mode: 0o700 });
    await makeImage(image, probeBytes);
    await mountImage(image, place);
    await unmountImage(image);
    return true;
  } catch {
    return false;
  } finally {
    await rmdir(place).catch(() => undefined);
    await rm(image, { force: true });
    await rmdir(folder).catch(() => undefined);
  }
}

/**
 * Makes a file with an empty ext4 file system. Its blocks are taken from the disk now: what is written to it later cannot
 * fail for want of space outside of it.
 */
export async function makeImage(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  await file.close();
  await tool('fallocate', '--length', String(bytes), path);
  // Without "nodiscard" the blocks would be given back at once.
  await tool('mkfs.ext4', '-q', '-F', '-m', '0', '-E', 'nodiscard', path);
}

/**
 * Mounts a file system into a folder that programs of an instance can change. It is opened first and mounted on what was
 * opened: a link put in its place would otherwise lead to any folder of this computer.
 */
export async function mountImage(image: string, folder: string): Promise<void> {
  const opened = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    const place = `/proc/${process.pid}/fd/${opened.fd}`;
    await tool('mount', '--no-canonicalize', '-t', 'ext4', '-o', 'loop,nosuid,nodev', image, place);
  } finally {
    await opened.close();
  }
  // Where a volume is a folder there is none either.
  await rmdir(join(folder, 'lost+found')).catch(() => undefined);
}

/** Unmounts a file system from wherever it is mounted. @throws Error "… target is busy" while programs use it */
export async function unmountImage(image: string): Promise<void> {
  for (const place of await placesOf(image)) await unmount(place);
}

/** Lets mounts that are made below a folder appear in sandboxes that show the folder. Nothing happens the second time. */
export async function shareFolder(folder: string): Promise<void> {
  if ((await mounts()).some((mount) => mount.place === folder)) return;
  await tool('mount', '--bind', folder, folder);
  await tool('mount', '--make-shared', folder);
}

export async function unshareFolder(folder: string): Promise<void> {
  if ((await mounts()).some((mount) => mount.place === folder)) await unmount(folder);
}

/** Whether anything is mounted on the folder or below it: then it must not be deleted. */
export async function mountedBelow(folder: string): Promise<boolean> {
  return (await mounts()).some(({ place }) => `${place}/`.startsWith(`${folder}/`));
}

export async function isMounted(image: string): Promise<boolean> {
  return (await placesOf(image)).length > 0;
}

async function unmount(place: string): Promise<void> {
  for (let waited = 0; ; waited += busyPauseMs) {
    try {
      return await tool('umount', place);
    } catch (error) {
      if (waited >= busyLimitMs || !/busy/.test(String(error))) throw error;
    }
    await wait(busyPauseMs);
  }
}

async function placesOf(image: string): Promise<string[]> {
  const found: string[] = [];
  for (const { place, source } of await mounts()) {
    const [, device] = /^\/dev\/(loop\d+)$/.exec(source) ?? [];
    if (device === undefined) continue;
    const backing = await readFile(`/sys/block/${device}/loop/backing_file`, 'utf8').catch(() => '');
    if (backing.trimEnd() === image) found.push(place);
  }
  return found;
}

interface Mount {
  place: string;
  source: string;
}

async function mounts(): Promise<Mount[]> {
  if (process.platform !== 'linux') return [];
  const lines = (await readFile('/proc/self/mountinfo', 'utf8')).trimEnd().split('\n');
  return lines.map((line) => {
    const [before = '', after = ''] = line.split(' - ');
    return { place: unescaped(before.split(' ')[4] ?? ''), source: unescaped(after.split(' ')[1] ?? '') };
  });
}

/** Spaces and the like are written as octal numbers. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
