import { setTimeout as delay } from 'node:timers/promises';
import { descendantsOf, listProcesses, type Mark, markedProcesses } from '../../processes/process-table.ts';
import { aliveAmong } from '../../processes/start-time.ts';

const pollMs = 10;
const limitMs = 5000;

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended between the look and the signal.
  }
}

/**
 * Ends what is left of a server: workers whose master was killed (they would keep its port), or the whole server when the
 * agent itself was killed. Resolves when they are gone, or after 5 s.
 */
export async function endLeftovers(mark: Mark): Promise<void> {
  const entries = await listProcesses();
  const marked = await markedProcesses(mark, entries);
  const children = descendantsOf(
    marked.map(({ pid }) => pid),
    entries,
  );
  const left = [...marked, ...children].filter(({ pid }) => pid !== process.pid);
  for (const { pid } of left) kill(pid);
  for (let waited = 0; waited < limitMs && (await aliveAmong(left)).length > 0; waited += pollMs) await delay(pollMs);
}
