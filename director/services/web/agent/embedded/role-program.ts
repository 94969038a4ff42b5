import type { Counters } from '../role-server.ts';
import { type Question, question, type Reply } from './messages.ts';

/** The child's side of a role: what `EmbeddedServer` asks for. */
export interface EmbeddedRole {
  /** Listens with these settings, or changes to them without losing a request. */
  apply(settings: unknown): Promise<void>;
  counters(): Counters;
  /** Resolves when running requests are finished. */
  stop(): Promise<void>;
}

/** Serves the agent's questions until it asks for the end, or is gone. */
export function runRole(created: Promise<EmbeddedRole>): void {
  const answer = (message: Reply) => process.connected && process.send?.(message);
  let applying: Promise<void> = Promise.resolve();

  async function end(): Promise<void> {
    await (await created).stop();
    process.exit(0);
  }

  async function handle(asked: Question): Promise<void> {
    if (asked.type === 'stop') return end();
    if (asked.type === 'counters') {
      answer({ id: asked.id, counters: (await created).counters() });
      return;
    }
    // In the order in which they came.
    applying = applying
      .then(async () => (await created).apply(asked.settings))
      .then(
        () => void answer({ id: asked.id }),
        (thrown) => void answer({ id: asked.id, problem: thrown instanceof Error ? thrown.message : String(thrown) }),
      );
  }

  process.on('message', (message) => {
    const parsed = question.safeParse(message);
    if (parsed.success) void handle(parsed.data);
  });
  process.once('SIGTERM', () => void end());
  // Servers end with their agent.
  process.once('disconnect', () => process.exit(0));
}
