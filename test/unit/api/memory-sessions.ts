import type { SessionStore, StoredSession } from '../../../director/api/sessions.ts';

/** Sessions that are kept in memory. */
export class MemorySessions implements SessionStore {
  readonly kept = new Map<string, StoredSession>();
  insert = (session: StoredSession) => void this.kept.set(session.idHash, session);
  get = (idHash: string) => this.kept.get(idHash);
  update = (idHash: string, changes: { lastSeen: string; expires: string }) => {
    const session = this.kept.get(idHash);
    if (session) this.kept.set(idHash, { ...session, ...changes });
  };
  deleteExpired = (now: string) => {
    for (const [key, { expires }] of this.kept) if (expires <= now) this.kept.delete(key);
  };
}
