import { setTimeout as wait } from 'node:timers/promises';
import { ConpaasError } from '../contract/errors.ts';
import { linuxStartedAfter } from './linux.ts';
import type { ProcessEntry, ProcessIdentity } from './process-entry.ts';
import { descendantsOf, listProcesses, type Mark, markedProcesses } from './process-table.ts';
import { aliveAmong, isAlive } from './start-time.ts';

export interface EndOptions {
  /** What asks them to end; SIGTERM when left out. */
  signal?: NodeJS.Signals;
  /** How long they may take in milliseconds before they are killed; 0 kills at once. */
  graceMs: number;
  /** Finds also those that left the group and whose parents ended. */
  mark?: Mark;
}

/** A killed process that is still there after this many milliseconds hangs in the kernel, on a disk that does not answer. */
const killMs = 10_000;

/** On Linux a look is a read of a few files; elsewhere it starts a program. */
const lookMs = process.platform === 'linux' ? 15 : 250;

/**
 * Ends a process with its group, its descendants and all that carries the mark; resolves when none of them is left.
 *
 * The process itself gets the signal first, so that it can end what it started in its own order; those that outlive it get
 * the signal then, and all that is left after the grace time is killed. A process whose start time does not match is never
 * signalled.
 *
 * @param identity null when only the mark is known
 * @throws ConpaasError PROCESS_NOT_ENDED when the system cannot end one
 */
export async function endGroup(identity: ProcessIdentity | null, options: EndOptions): Promise<void> {
  const { signal = 'SIGTERM', graceMs, mark } = options;
  const family = new Family(identity, mark);
  const deadline = Date.now() + graceMs;
  let left = await family.look();
  if (graceMs > 0 && identity !== null && isAlive(identity)) {
    send(signal, [identity]);
    while ((await aliveAmong([identity])).length > 0 && Date.now() < deadline) await wait(lookMs);
    left = await family.look();
  }
  if (graceMs > 0 && left.length > 0 && Date.now() < deadline) {
    send(signal, left);
    while (left.length > 0 && Date.now() < deadline) {
      await wait(lookMs);
      left = await aliveAmong(left);
    }
  }
  await kill(family);
}

/** Kills until a look at all processes finds none: one that was just forked is found in the next round. */
async function kill(family: Family): Promise<void> {
  const deadline = Date.now() + killMs;
  for (let left = await family.look(); left.length > 0; left = await family.look()) {
    const [first] = left;
    if (first !== undefined && Date.now() > deadline) throw new ConpaasError('PROCESS_NOT_ENDED', { pid: first.pid });
    send('SIGKILL', left);
    await wait(lookMs);
  }
}

function send(signal: NodeJS.Signals, identities: readonly ProcessIdentity[]): void {
  for (const identity of identities) {
    // Looked at again right before: between the list and the signal a pid may have gone to another process.
    if (!isAlive(identity)) continue;
    try {
      process.kill(identity.pid, signal);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // ESRCH: it ended meanwhile. EPERM: it became another user's; the end of the wait reports it.
      if (code !== 'ESRCH' && code !== 'EPERM') throw error;
    }
  }
}

/** The processes that belong together; remembers those it saw, as one that loses its parent can no longer be found by it. */
class Family {
  readonly #leader: ProcessIdentity | null;
  readonly #mark: Mark | undefined;
  #seen: ProcessIdentity[] = [];

  constructor(leader: ProcessIdentity | null, mark: Mark | undefined) {
    this.#leader = leader;
    this.#mark = mark;
  }

  /** All members that run now. */
  async look(): Promise<ProcessIdentity[]> {
    const entries = await listProcesses();
    const known = new Set(this.#seen.map(key));
    const members = new Map<number, ProcessEntry>();
    const add = (found: readonly ProcessEntry[]) => {
      for (const entry of found) if (entry.pid !== process.pid && entry.pid !== 1) members.set(entry.pid, entry);
    };
    add(entries.filter((entry) => known.has(key(entry))));
    add(this.#ofLeader(entries));
    if (this.#mark !== undefined) add(await markedProcesses(this.#mark, entries));
    add(descendantsOf(members.keys(), entries));
    this.#seen = [...members.values()];
    return this.#seen;
  }

  /**
   * The leader and its group and session. When its pid belongs to another process now, its group has ended: the system does
   * not give a number away that still names a group. When nobody has its pid, those that still carry its number are taken for
   * its own only where there is no mark to go by, and if they were started after it, in the same run of the computer.
   */
  #ofLeader(entries: readonly ProcessEntry[]): ProcessEntry[] {
    const leader = this.#leader;
    if (leader === null) return [];
    const group = entries.filter(({ pid, group, session }) => [pid, group, session].includes(leader.pid));
    const holder = group.find(({ pid }) => pid === leader.pid);
    if (holder !== undefined) return holder.startTime === leader.startTime ? group : [];
    return this.#mark === undefined
      ? group.filter((entry) => linuxStartedAfter(leader.startTime, entry.startTime))
      : [];
  }
}

function key({ pid, startTime }: ProcessIdentity): string {
  return `${pid} ${startTime}`;
}
